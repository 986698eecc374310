"""The words of the training's later chapters: the plan, an unanswered wish to leave, the way home, the follow-up, the end."""

from app.console.marking import _
from app.console.training_case import Chapter, Choice, Otherwise
from app.console.training_timeline import FINAL, SIGNED_PLAN, VISIT, Told

PLAN = Chapter(
    title=_("The plan"),
    happened=(
        _("On 14 January you assess all eleven domains with her. The total is 24; income scores 1, the lowest."),
        _("The next day an officer calls: the shelter should begin her training as a tailor only after she has testified."),
    ),
    asked="2025-01-15T09:00",
    question=_("Which right is in danger?"),
    choices=(
        Choice(
            _("Justice: without her statement the trial may fail."),
            _("The trial matters. But she is no means to it, and the law has other means."),
        ),
        Choice(_("Her self-determination: help must not depend on testifying."), _("It is one of the standards that nobody can waive.")),
        Choice(
            _("None: whoever gives help may set conditions."),
            _("No. Help that is traded for a statement is pressure, and makes the statement worthless too."),
        ),
    ),
    right=1,
    done=_(
        "You tell the officer so. On 15 January a lawyer is offered and her options are explained. On 17 January the plan "
        "is complete: it answers income, it depends on nothing, and she, you, the local authority and your supervisor have "
        "signed."
    ),
    then="2025-01-17T16:00",
    standards=("R6-01", "R6-02b", "R6-02c", "R8-04a"),
    keep=_("A plan answers every low score in her words, and is hers to sign."),
    otherwise=Otherwise(
        _("Had the plan made the training depend on her statement:"),
        (Told("2025-01-17T15:00", "record_service_plan", SIGNED_PLAN | {"conditional_on_cooperation": True}),),
        "2025-01-17T16:00",
        "R8-04a",
    ),
)

LEAVING = Chapter(
    title=_("A wish to leave, unanswered"),
    happened=(
        _(
            "On Monday 20 January at 15:00 she says that she wants to leave and live with her sister. At 18:00 the guard "
            "tells her that only the director can open the gate, and he comes back on Thursday."
        ),
        _("On Tuesday at 16:00 you read it in the record. Nobody has talked with her."),
    ),
    asked="2025-01-21T16:00",
    question=_("Which right is in danger, and what is due?"),
    choices=(
        Choice(
            _("Her safety: outside it is dangerous, so she should wait for the director."),
            _("The danger is real, and you tell her of it. But an adult decides. Locked in for her own good is still locked in."),
        ),
        Choice(
            _("None: her request was answered with a refusal, in time."),
            _("No. A refusal does not end the duty. Only her leaving does, or that she takes the wish back herself."),
        ),
        Choice(
            _("Her freedom of movement: she should have been able to leave by 15:00 today."),
            _("The time was over an hour ago. This is the alarm for detention, and nobody can waive it."),
        ),
    ),
    right=2,
    done=_(
        "You go to her at once. You talk about danger and give her numbers to call. At 17:30 she leaves to her sister, 26 "
        "hours after she asked. The work with her goes on."
    ),
    then="2025-01-21T18:00",
    standards=("R9-01b", "R9-01c"),
    keep=_("Done late is better than not done, and it stays visible. The case does not hide it, and neither do you."),
    otherwise=Otherwise(
        _("Had she left on Monday at 17:00:"),
        (Told("2025-01-20T17:00", "record_departure", {"safety_talk_given": True, "contacts_given": True}, of="leave"),),
        "2025-01-21T18:00",
        "R9-01b",
    ),
)

HOME = Chapter(
    title=_("Going home"),
    happened=(
        _(
            "In March she would like to go home to her mother. You trace the family and visit: the mother waits for her. "
            "But next door lives the man who called himself her uncle."
        ),
        _("On 12 March you record that the place is not safe."),
    ),
    asked="2025-03-14T09:00",
    question=_("The mother has killed a chicken for the day. What now?"),
    choices=(
        Choice(
            _("She returns; the family was found fit."),
            _("The family is. The place is not: both are asked for, and the newest check counts."),
        ),
        Choice(
            _("Look with her for a safe place, visit it, check it again, and agree on the plan there."),
            _("Until a check finds the place safe, the return waits."),
        ),
        Choice(
            _("End the search: she can stay in town for good."),
            _("That would be your decision. The wish to go home is hers, and there may be another way."),
        ),
    ),
    right=1,
    done=_(
        "An aunt in another district takes her in. You visit, check again on 24 March, and find the place safe. On the "
        "25th she agrees to the plan, and you tell the office there; on the 27th it confirms."
    ),
    then="2025-03-28T09:00",
    standards=("R11-01", "R11-02b", "R11-04", "R11-05b"),
    keep=_("A return is prepared at the place where it leads, and the newest finding counts."),
    otherwise=Otherwise(
        _("Had she gone on 15 March, with the check of the 12th:"),
        (Told("2025-03-15T15:00", "record_return", {}, of="plan"),),
        "2025-03-16T09:00",
        "R11-02b",
    ),
)

AFTERWARDS = Chapter(
    title=_("After the return"),
    happened=(
        _("She returns on 2 April. You visit on 10 April and on 9 May; both times she is well, and sewing."),
        _("Then much happens in other cases. It is 20 June."),
    ),
    asked="2025-06-20T08:00",
    question=_("Nobody has heard anything bad. How does the follow-up stand?"),
    choices=(
        Choice(_("Well: no news is good news."), _("No. Silence is also what being sold again sounds like.")),
        Choice(
            _("Overdue: in the first three months no gap may be longer than a month."),
            _("The last contact was on 9 May, so the next was due by 9 June."),
        ),
        Choice(_("Closed: two visits are enough."), _("No. Contacts go on for twelve months, unless she herself, informed, wants none.")),
    ),
    right=1,
    done=_("You visit on the same day, in the way she chose, and tell the neighbours nothing. She is well. The gap stays in the record."),
    then="2025-06-20T12:00",
    standards=("R11-07", "R11-08a", "R3-06"),
    keep=_("Silence is a signal. The page Today shows it before harm is done."),
    otherwise=Otherwise(
        _("Had you visited on 6 June:"),
        (Told("2025-06-06T10:00", "record_follow_up_visit", VISIT),),
        "2025-06-20T12:00",
        "R11-08a",
    ),
)

CLOSING = Chapter(
    title=_("Closing the case"),
    happened=(
        _(
            "A year has passed, with contacts until April 2026. On 7 April you make the final assessment with her: the "
            "total is 19, and one domain scores 1. Her sewing brings in too little."
        ),
    ),
    asked="2026-04-10T09:00",
    question=_("May the case be closed?"),
    choices=(
        Choice(
            _("Yes: twelve months are over."), _("The months are, the need is not. It takes a total of 21 at least, and no domain below 2.")
        ),
        Choice(_("Not yet: work on what is low, and assess again."), _("The score is no prize; it says that she can stand without you.")),
        Choice(_("Yes, if the supervisor waives the score."), _("A waiver is for what could not be done. Here something can be.")),
    ),
    right=1,
    done=_(
        "She joins a workshop. You keep visiting. On 6 July the total is 25 and nothing is below 2. On 10 July the case is "
        "closed: one reason, a short history, her signature, the approval, and a way to come back."
    ),
    then="2026-07-10T12:00",
    standards=("R11-10a", "R11-10b", "R11-11a", "R11-11b"),
    keep=_("A case ends with a door that stays open."),
    otherwise=Otherwise(
        _("Had nobody decided anything for two weeks after a final assessment that was good enough:"),
        (Told("2026-04-11T10:00", "record_assessment", {"client_total": 25, "client_lowest": 2, "conclusion": "close"} | FINAL),),
        "2026-04-27T09:00",
        "R11-11a",
    ),
)

WAY_HOME = (PLAN, LEAVING, HOME, AFTERWARDS, CLOSING)
