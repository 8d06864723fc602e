"""What the operator sets, and what keeps an installation running."""
