"""The spine's registry, as settings: the only place where course names the other apps. See ``course.registry``."""

STEP_KINDS = {
    "topic": "lessons.steps.TopicStep",
    "exam": "quizzes.steps.ExamStep",
}
CONTENT_KINDS = {
    "topic": "lessons.kinds.TopicContent",
    "scenario": "lessons.kinds.ScenarioContent",
    "question": "quizzes.content_kind.QuestionContent",
}
SELF_CHECKS = "quizzes.self_checks.SelfChecks"
STEP_PANELS = ["quizzes.steps.exam_panel"]
LEARNER_PANELS = [
    "quizzes.room.panels.attempts_panel",
    "quizzes.signoff.panels.of_learner",
    "lessons.room.reflections_panel",
    "quizzes.learner_panel.exams_panel",
]
WEEK_LINES = ["quizzes.room.week.lines"]
COUNTED_FIGURES = ["course.room.counting.seen_by", "quizzes.counted.seen_by"]
STEP_SCORES = ["quizzes.room.scores.scores"]
HOME_PANELS = ["quizzes.home.changed_results", "quizzes.signoff.panels.waiting_for_me"]
CONTENT_LOADERS = [
    "lessons.image_content.ImageLoader",
    "lessons.content.TopicLoader",
    "quizzes.content.QuizLoader",
]
CONTENT_CHECK = "lessons.language.check.Language"
CHECKED_CONTENT = [
    "lessons.checked.Topics",
    "lessons.checked.Scenarios",
    "quizzes.checked.Questions",
    "lessons.checked_materials.Materials",
]
DIGEST_PARTS = [
    "quizzes.activity.to_mark",
    "quizzes.signoff.panels.to_sign",
    "course.publishing.week.to_read",
]
LAST_WORK = [
    "course.progress.last_completion",
    "lessons.activity.last_reflection",
    "quizzes.activity.last_start",
    "quizzes.activity.last_answer",
    "quizzes.signoff.privacy.last_sign_off",
]
WORKED_SINCE = [
    "quizzes.activity.started_since",
    "course.progress.completed_since",
    "lessons.activity.reflected_since",
    "quizzes.signoff.privacy.signed_off_since",
    "quizzes.activity.answered_since",
]
PUBLISHED = ["lessons.published.digests", "quizzes.statement.digests"]
CONTENT_CHECKS = ["quizzes.item_checks.content_findings"]
STEP_BODIES = ["lessons.arranging.bodies", "quizzes.arranging.bodies"]
COMPETENCY_COUNTS = ["lessons.arranging.counts", "quizzes.arranging.counts"]
READINESS_CHECKS = [
    "course.arranging.readiness.check_outline",
    "course.arranging.readiness.check_program",
    "course.arranging.readiness.check_words",
    "course.arranging.readiness.check_cohorts",
    "lessons.arranging.check_topics",
    "lessons.arranging.check_materials",
    "quizzes.arranging.check_exams",
    "quizzes.arranging.check_questions",
]
STATEMENT_SCORES = ["quizzes.statement.scores"]
EXPORTS = [
    "quizzes.review.export.Attempts",
    "quizzes.gain.export.Gains",
    "quizzes.analysis.export.Items",
    "course.learners.exported.Learners",
    "course.joining.exported.Members",
]
ACCOMMODATION_FOLLOWERS = ["quizzes.attempts.accommodate"]
PERSONAL_DATA = [
    "course.privacy.own_data.spine",
    "course.hours.privacy.own_data",
    "course.oidc.left_over.own_data",
    "lessons.privacy.own_data",
    "quizzes.privacy.own_data",
    "quizzes.signoff.privacy.own_data",
]
ERASURE = [
    "course.hours.privacy.Erasing",
    "course.oidc.left_over.Erasing",
    "lessons.privacy.Erasing",
    "quizzes.privacy.Erasing",
    "quizzes.signoff.privacy.Erasing",
]
RETENTION = ["quizzes.privacy.forget"]
DOCTOR_CHECKS = [
    "course.doctor.machine.check_settings",
    "course.doctor.machine.check_folders",
    "course.doctor.machine.check_mail",
    "course.doctor.data.check_migrations",
    "course.doctor.sealed.check_keys",
    "course.doctor.sealed.check_privacy",
    "course.doctor.data.check_clock",
    "course.doctor.data.check_backups",
    "course.doctor.data.check_content",
    "quizzes.doctor.check_scores",
    "course.doctor.figures.check_figures",
]
DEMO_MAKERS = {"topic": "lessons.demo.take_topic", "exam": "quizzes.demo.sit_exam"}
DEMO_COHORTS = ["quizzes.signoff.demo.practice"]
PROGRAM_MAKERS = {
    "topic": "lessons.program_maker.TopicMaker",
    "exam": "quizzes.program_maker.exams.ExamMaker",
}
