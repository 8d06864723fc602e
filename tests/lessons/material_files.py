"""A glossary, two local blocks with one state's rules, and two resources, for the small content folder."""

from tests.content_folder import ContentFolder

GLOSSARY = """\
terms:
  - key: beside
    term: Beside
    definition: Next to, and *not* ahead.
  - key: peer
    term: Peer
    variants:
      - peers
    definition: Somebody who was there.
    source: A good book
"""
BLOCKS = """\
blocks:
  - key: training
    title: Training
    to_fill_in: How many hours.
  - key: warning
    title: Duty to warn
"""
RULES = """\
rules:
  - key: training
    text: About 80 hours.
    source:
      title: RCW 71.24.920
      publisher: State of Washington
    checked: 2026-11-01
"""
RESOURCES = """\
resources:
  - key: lifeline
    group: crisis
    name: 988 Lifeline
    purpose: For anyone in distress.
    phone: 988
    text: 988
    checked: 2026-11-01
  - key: warmline
    group: talking
    name: Warmline
    purpose: To talk.
    url: https://example.org
    hours: 9 to 5
    checked: 2025-06-01
"""
SILENCE = "lessons/02-listening/silence.md"
EMBEDS = "\n\n[local: training]\n\n[resources: crisis]\n"


def add_materials(folder: ContentFolder) -> ContentFolder:
    """All four files; the topic ``silence`` shows a rule and a group, ``roles`` says both terms."""
    folder.write("glossary.yaml", GLOSSARY)
    folder.write("local/blocks.yaml", BLOCKS)
    folder.write("local/WA.yaml", RULES)
    folder.write("resources.yaml", RESOURCES)
    folder.write(SILENCE, folder.read(SILENCE) + EMBEDS)
    return folder
