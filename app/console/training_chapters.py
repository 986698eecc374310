"""The words of the training's first chapters: the first day, a refusal, the first night, the talk, and what was not written down."""

from app.console.marking import _
from app.console.training_case import Chapter, Choice, Otherwise
from app.console.training_timeline import TALK, Told

FIRST = Chapter(
    title=_("First contact"),
    happened=(
        _(
            "Monday, 8:40. The police bring a woman to your office. We call her Chenda; she is invented. She came back "
            "from a fishing port abroad with nothing in her hands."
        ),
        _("A man waits outside. He says that he is her uncle and that he will take her home. At 9:30 you open a case."),
    ),
    asked="2025-01-06T09:35",
    question=_("It is 9:35. What is due today?"),
    choices=(
        Choice(_("The full assessment of all eleven domains."), _("That comes, and it has ten days. Today it would wear her out.")),
        Choice(
            _("Keep her apart from the man, find out whether she may be a victim, ask about danger and health, and name a case worker."),
            _("These four are due on the first day, the risk check within 24 hours of the first contact."),
        ),
        Choice(
            _("Her statement for the police."),
            _("No. Safety and needs come first. A talk about what happened needs a safe place and her consent."),
        ),
    ),
    right=1,
    done=_(
        "You ask the man to leave, and talk with her alone. By 10:30 the screening, the first risk check and her age are "
        "recorded, and a case worker is named. Her wrist is hurt: that is an urgent need."
    ),
    then="2025-01-06T10:35",
    standards=("R1-02", "R1-03", "R1-04a", "R6-07a"),
    keep=_("Due and not done yet is no fault. It is a clock that you can see."),
    otherwise=Otherwise(_("Had nothing been recorded until the next noon:"), (), "2025-01-07T12:00", "R1-04a"),
)

REFUSAL = Chapter(
    title=_("A no that was informed"),
    happened=(
        _(
            "At 10:40 you offer her the clinic for her wrist. She says no. You tell her what can happen if it stays "
            "untreated, and that the offer stands. She says no again, calmly."
        ),
    ),
    asked="2025-01-06T10:50",
    question=_("Emergency treatment is due within two hours. What do you do?"),
    choices=(
        Choice(
            _("Take her to the clinic anyway: the standard has to be kept."),
            _("No. Treatment against her will breaks another right, and no standard asks for it."),
        ),
        Choice(
            _("Leave it out of the file, since nothing was done."),
            _("No. Then nobody can know that she was asked, and the clock runs out."),
        ),
        Choice(
            _("Write down that she refused, and that she knew what she refused."),
            _("A refusal by somebody who was informed keeps the standard. Ask again another day."),
        ),
    ),
    right=2,
    done=_(
        "At 10:55 you record the refusal as informed. At 11:00 you explain her rights, and at 11:20 she signs that she "
        "accepts other services."
    ),
    then="2025-01-06T11:30",
    standards=("R6-03a", "R5-01", "R8-02a"),
    keep=_("The duty is to offer and to inform. The decision is hers."),
    otherwise=Otherwise(
        _("Had you recorded the refusal, but not whether she was informed:"),
        (Told("2025-01-06T10:55", "decide_service", {"decision": "refused"}, of="clinic"),),
        "2025-01-06T13:00",
        "R6-03a",
    ),
)

NIGHT = Chapter(
    title=_("The first night"),
    happened=(
        _(
            "In the afternoon she decides to sleep at the shelter. She has heard what is offered, the house rules, how to "
            "leave and how to complain, and signs at 16:30. At 17:00 the shelter admits her as an emergency."
        ),
        _("The office of social affairs is closed by then. There is no placement order."),
    ),
    asked="2025-01-06T18:00",
    question=_("On what may she stay, and what is missing?"),
    choices=(
        Choice(
            _("Her consent is enough; no paper is needed."),
            _("Her consent comes first, and it is there. But a shelter also needs an order of the authority."),
        ),
        Choice(
            _("Her own choice allows the night; a signed placement order must follow within 72 hours."),
            _("The emergency buys three days, not more."),
        ),
        Choice(
            _("Without an order she must sleep elsewhere."),
            _("No. In an emergency the order may follow. A night on the street would be the greater danger."),
        ),
    ),
    right=1,
    done=_(
        "On Wednesday at 10:00 the order arrives, signed by the provincial office, for this shelter, valid until 30 April. "
        "On Tuesday she had agreed to a health check, and it was made."
    ),
    then="2025-01-08T10:30",
    standards=("R9-01a", "R1-06b", "R1-06c", "R5-03b"),
    keep=_(
        "An adult enters by choice. A paper of an authority never takes the place of her consent, nor her consent the place of the paper."
    ),
    otherwise=Otherwise(_("Had no order come by Thursday evening:"), (), "2025-01-09T18:00", "R1-06b"),
)

TALK_BEGINS = Chapter(
    title=_("Before the talk"),
    happened=(
        _(
            "Thursday, 8:30. You want to hear what happened to her. You tell her what the talk is for and how her answers "
            "will be used, and she agrees."
        ),
        _("You have not told her that she may stop at any time. A cousin has come and would like to sit with her."),
    ),
    asked="2025-01-09T08:40",
    question=_("May the talk begin now?"),
    choices=(
        Choice(
            _("Yes: she agreed, and it was written down."),
            _("Not yet. One can only agree to what one was told. The right to stop is part of it."),
        ),
        Choice(
            _("Yes, and the cousin may stay, since he is family."),
            _("No. Who is present needs a role and her acceptance, and nobody knows yet how near the cousin stands to those who sent her."),
        ),
        Choice(
            _("No: tell her that she may stop, ask her again, and ask the cousin to wait elsewhere."),
            _("Ten minutes of preparation, and the talk is hers."),
        ),
    ),
    right=2,
    done=_(
        "You tell her, she agrees at 8:50, the cousin waits in another house. From 9:00 to 10:00 you talk in a room that "
        "you had judged safe at 8:45, after she has eaten. You were trained for it, and you are a woman, as she wished."
    ),
    then="2025-01-09T10:30",
    standards=("R8-01a", "R4-03", "R3-01", "R4-01a"),
    keep=_("What comes before the talk cannot be mended afterwards."),
    otherwise=Otherwise(
        _("Had the talk begun at 8:40, with the first consent:"),
        (Told("2025-01-09T09:45", "record_interview", {"started_at": "2025-01-09T08:42", "ended_at": "2025-01-09T09:40"} | TALK),),
        "2025-01-09T10:30",
        "R8-01a",
    ),
)

SILENT_FIELD = Chapter(
    title=_("What was not written down"),
    happened=(
        _(
            "On Friday you look at the case. The talk was held in a closed room, you are sure of that. But in the form one "
            "question stayed empty: whether anybody could overhear."
        ),
    ),
    asked="2025-01-10T09:00",
    question=_("How does the standard on the place of the talk stand?"),
    choices=(
        Choice(_("Kept: nobody says that somebody listened."), _("No. Silence proves nothing, in either direction.")),
        Choice(
            _("Not known: what was not recorded counts neither as yes nor as no."),
            _("And what is not known is not kept, until somebody says what was so."),
        ),
        Choice(_("Not kept: an empty field means no."), _("No. An empty field is never a no. It is a question that is still open.")),
    ),
    right=1,
    done=_(
        "At 9:20 you complete the record: nobody could overhear. The entry says when you wrote it; the first writing stays and can be seen."
    ),
    then="2025-01-10T09:30",
    standards=("R1-01",),
    keep=_("Not known is not met. The cure is to find out and write it down, never to guess."),
    otherwise=Otherwise(_("Had nobody completed it, half a year later:"), (), "2025-07-09T09:00", "R1-01"),
)

FIRST_DAYS = (FIRST, REFUSAL, NIGHT, TALK_BEGINS, SILENT_FIELD)
