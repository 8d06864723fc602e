"""The doctor: is this installation well, and if not, what is to be done. Apps add checks in ``DOCTOR_CHECKS``."""

from course.doctor.findings import Finding, Level
from course.doctor.rounds import examine

__all__ = ["Finding", "Level", "examine"]
