"""What is special about an act: the few that the system itself carries out may be refused, each for one reason with a name."""

from collections.abc import Callable, Mapping

from app.services import agreements, disclosures, inspections, staff, stays, steps, waivers
from app.services.situations import Situation
from app.work import Work

GUARDS: Mapping[str, Callable[[Work, Situation], None]] = {
    "register_user": staff.guard_registration,
    "change_step": steps.guard_change,
    "close_case": steps.guard_closure,
    "request_waiver": waivers.guard_request,
    "decide_waiver": waivers.guard_decision,
    "record_disclosure": disclosures.guard,
    "admit_to_placement": stays.guard_admission,
    "record_mou_delivery": agreements.guard_delivery,
    "raise_corrective_action": inspections.guard_action,
    "give_inspection_notice": inspections.guard_notice,
    "record_inspection_item": inspections.guard_item,
    "attach_inspection_picture": inspections.guard_picture,
}
