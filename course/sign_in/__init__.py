"""How a person signs in, proves it with a second step, and ends sessions elsewhere."""
