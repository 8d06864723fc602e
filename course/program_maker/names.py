"""Names for made-up people, as they are written in many places. Any likeness to somebody is chance. Pure."""

from random import Random

GIVEN = (
    *("Abena", "Adaeze", "Aiyana", "Alejandro", "Amara", "Anahí", "Andrzej", "Bao", "Beatriz", "Brenda"),
    *("Callum", "Carmen", "Chayton", "Chinedu", "Danielle", "Dương", "Earl", "Eleni", "Emeka", "Esperanza"),
    *("Fatima", "Gloria", "Hamza", "Hyun-woo", "Imani", "Ingrid", "Jamal", "Jean-Luc", "Jiho", "Josefina"),
    *("Kaiulani", "Keisha", "Kenji", "Lakshmi", "Latoya", "Leilani", "Luis", "Mahmoud", "Mei", "Mercedes"),
    *("Nadia", "Nizhoni", "Noor", "Olena", "Oluwaseun", "Paolo", "Pia", "Ravi", "Renée", "Roberto"),
    *("Samira", "Saoirse", "Sione", "Søren", "Tamika", "Tariq", "Thanh", "Wanda", "Xiomara", "Zsófia"),
)
FAMILY = (
    *("Abdi", "Acheampong", "Aguilar", "Begay", "Bianchi", "Boateng", "Brown", "Chen", "Cruz", "Davis"),
    *(
        "Desta",
        "Ferreira",
        "Foster",
        "García Márquez",
        "Goldberg",
        "Haddad",
        "Hernández",
        "Horvat",
        "Hussain",
    ),
    *("Ivanova", "Jackson", "Jensen", "Johnson", "Kahale", "Kaur", "Kowalski", "Le", "Lindqvist", "Lopez"),
    *("Mbeki", "McBride", "Miller", "Mohamed", "Murphy", "Müller", "Nakamura", "Nguyen", "Novak", "O’Brien"),
    *("Okonkwo", "Park", "Patel", "Ramírez", "Red Cloud", "Rossi", "Saetang", "Sharma", "Silva", "Singh"),
    *("Smith", "Tavita", "Thao", "Torres", "Tsosie", "van der Berg", "Washington", "Williams", "Yılmaz"),
)


def name(rng: Random) -> str:
    """A given name and a family name; one person in fifty goes by one name alone."""
    given, family = rng.choice(GIVEN), rng.choice(FAMILY)
    return given if rng.random() < 0.02 else f"{given} {family}"
