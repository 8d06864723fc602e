"""The words by which a text tells what its parts are. English: texts in other languages keep their plain structure."""

import re

LESSON = re.compile(r"^(?:lesson|module|unit)\s*[:–—]\s*(?P<name>\S.*)$", re.I)
NOT_A_TITLE = re.compile(r"^(?:lesson|module|unit|table|time|reading time|activity)\s*[:–—]", re.I)
TIME = re.compile(
    r"^(?:(?:estimated|total|approximate)\s+)?(?:(?:reading|completion|lesson|topic)\s+)?(?:time|duration)"
    r"(?:\s+(?:estimate|needed|required|to complete))?\s*[:–—]\s*(?=.*\d.*(?:min|hour|hr|words))(?P<rest>\S.*)$",
    re.I,
)
MINUTES = re.compile(r"(?P<low>\d{1,3})(?:\s*[-–]\s*(?P<high>\d{1,3}))?\s*min", re.I)
WORDS = re.compile(r"(?P<words>\d[\d,]{0,9})\s*words", re.I)
ACTIVITY = re.compile(r"^activit(?:y|ies)(?: time)?\s*[:–—]\s*(?=.*\d\s*min)(?P<rest>\S.*)$", re.I)
OBJECTIVES = re.compile(
    r"\b(?:objectives?|learning (?:goals|outcomes))\b|^what you(?:'|’)?(?: wi)?ll learn\b", re.I
)
INTRO = re.compile(
    r"\b(?:by the end of|after) (?:this|the) (?:topic|lesson|module|session|unit|course)\b.*\b(?:able to|can|will)\b"
    r".{0,20}$",
    re.I,
)
REFERENCES = re.compile(r"^(?:references?|sources?|bibliography|works cited|citations)\b.{0,40}$", re.I)
TAKEAWAYS = re.compile(r"\b(?:takeaways?|key points|main points|what to remember)\b", re.I)
NEVER = re.compile(r"\bnever\b", re.I)
ALWAYS = re.compile(r"\balways\b", re.I)
EXAMPLE = re.compile(r"^example\s*[:–—]\s*(?P<text>\S.*)$", re.I)
CLICK = re.compile(
    r"\b(?:click|press|tap|select|hit)\b[^.!?]{0,30}\b(?:next|continue|proceed|begin|start)\b", re.I
)
QUOTE = re.compile(
    r"^(?P<open>[“\"])(?P<said>[^“”\"]{10,})[”\"][.]?(?:\s*(?:[–—]|--?)\s*(?P<who>[^\s–—-].{0,79}))?$"
)
SPEAKER = re.compile(r"^(?:[–—]|--?)\s*(?P<who>[^\s–—-].{0,79})$")
FOOTNOTE = re.compile(r"^\[\^(?P<key>[^\]\n]+)\]:\s*(?P<text>\S.*)$")
