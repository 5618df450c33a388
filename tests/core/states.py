"""Every machine's states with the stamps that belong to each."""

from core import clock
from core.workflow import Machine

# The stamps that each state carries, in the order in which they come.
STAMPS = {
    "year": {
        "preparing": (),
        "open": ("opened",),
        "ranked": ("opened", "ranked"),
        "closed": ("opened", "ranked", "closed"),
    },
    "phase": {"waiting": (), "open": (), "closed": ()},
    "pledge": {
        "draft": (),
        "returned": (),
        "submitted": ("submitted",),
        "approved": ("submitted", "approved"),
        "accepted": ("submitted", "approved", "accepted"),
        "signed": ("submitted", "approved", "accepted", "signed"),
    },
    "amendment": {
        "draft": (),
        "returned": (),
        "submitted": ("submitted",),
        "signed": ("submitted", "signed"),
        "adopted": ("submitted", "signed", "decided"),
        "refused": ("submitted", "signed", "decided"),
    },
    "report": {
        "draft": (),
        "returned": (),
        "submitted": ("submitted",),
        "approved": ("submitted", "approved"),
    },
    "sheet": {"draft": (), "frozen": ("frozen",)},
    "scorecard": {
        "draft": (),
        "returned": (),
        "self_scored": ("self_scored",),
        "checked": ("self_scored", "checked"),
        "explained": ("self_scored", "checked", "explained"),
        "final": ("self_scored", "checked", "explained", "finalised"),
    },
    "check": {"open": (), "sent": ("sent",)},
    "meeting": {
        "planned": (),
        "in_session": ("opened",),
        "closed": ("opened", "closed"),
    },
    "poll": {
        "draft": (),
        "open": ("opened",),
        "counted": ("opened", "counted"),
        "confirmed": ("opened", "counted", "confirmed"),
        "cancelled": ("opened",),
    },
}
# A poll is cancelled at any step before its result is published; a bloc may drop the
# leader's approval and go without cross-checks; a unit need not explain.
OTHER_STAMPS = {
    ("scorecard", "final"): [
        ("self_scored", "finalised"),
        ("self_scored", "checked", "finalised"),
    ],
    ("poll", "cancelled"): [(), ("opened", "counted")],
    ("pledge", "accepted"): [("submitted", "accepted")],
    ("pledge", "signed"): [("submitted", "accepted", "signed")],
}
MACHINES = {one.name: one for one in Machine.by_model.values()}


def stamp_fields(machine):
    prefixes = {one for stamps in STAMPS[machine.name].values() for one in stamps}
    return {f"{one}_at" for one in prefixes}


def put(obj, state):
    """Set the row's state with its stamps behind the engine's back; return it fresh."""
    machine = Machine.by_model[type(obj)]
    stamped = {f"{one}_at" for one in STAMPS[machine.name][state]}
    values = {
        name: clock.now() if name in stamped else None for name in stamp_fields(machine)
    }
    rows = machine.model._default_manager.filter(pk=obj.pk)
    rows.update(state=state, **values)
    return rows.get()
