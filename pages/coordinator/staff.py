"""Who may sign in: staff are added, given a role, departments and a link, or struck off."""

from collections.abc import Callable
from datetime import datetime

import streamlit as st

from pages.shell import address, guard, table, workspace
from pages.shell.dates import day
from pages.shell.guard import require
from pages.shell.language import words
from pages.shell.lead import lead, paragraph
from pages.shell.step_said import StepSaid
from pages.shell.token_list import show_tokens
from survey.access import password_links, staff
from survey.access.permissions import may_be_limited
from survey.access.scope import EVERYTHING, Scope
from survey.configuration import read_settings
from survey.fieldwork.staff_list import kept_staff_list
from survey.fieldwork.units import UnitsInvalid
from survey.store.opening import open_store
from survey.vocabulary import Role

require(Role.COORDINATOR)

text = words()
here = workspace.current()
SAID = "staff_said"
NAME = "staff_name"
SCOPE = "staff_departments"
SETTINGS = read_settings()
ONLY_THERE = SETTINGS.oidc_only
USUAL = Role.HR
"""The role that the form begins with: not the one that may do most."""


def role_name(role: Role) -> str:
    """Return a role in words."""
    return text(f"screens.role.{role}")


def sees(role: Role, scope: Scope) -> str:
    """Return what a role sees of the results, in words; a dash where it sees none."""
    if not may_be_limited(role):
        return "–"
    if not scope.limited:
        return text("staff.everything")
    return text("staff.only", departments=", ".join(scope.departments))


def departments() -> list[str]:
    """Return the departments that somebody may be limited to: of all waves, the next one's too."""
    lists = [wave.units for wave in open_store(here).waves()]
    try:
        lists.append(kept_staff_list(here))
    except UnitsInvalid:  # its own screen says what is wrong with it
        lists.append(())
    named = {unit.department for units in lists for unit in units}
    limits = {name for one in staff.scopes(here).values() for name in one.departments}
    return sorted(named | limits)


def choose_scope(key: str, now: Scope = EVERYTHING) -> Scope:
    """Draw the choice of departments; none chosen is all of them."""
    return Scope.of(
        st.multiselect(
            text("staff.departments"),
            departments(),
            default=now.departments,
            placeholder=text("staff.departments_none"),
            help=text("staff.departments_help"),
            key=key,
        )
    )


def attempt(change: Callable[[], StepSaid]) -> None:
    """Change the list, keep what it came to for the next run, and begin that run."""
    try:
        st.session_state[SAID] = change()
    except staff.StaffRefused as refused:
        why = text(f"staff.refused.{refused.objection}", shortest=staff.SHORTEST_PASSWORD)
        st.session_state[SAID] = StepSaid(False, why)
    st.rerun()


def tell() -> None:
    """Say once what the last step came to."""
    said = st.session_state.pop(SAID, None)
    if not isinstance(said, StepSaid):
        return
    (st.success if said.done else st.error)(said.words)
    if said.done:
        st.session_state[NAME] = ""  # what was refused stays in the field, to be mended
        st.session_state[SCOPE] = []
    if said.link:
        until = day((datetime.now() + password_links.VALID).date(), text.language)
        paragraph(text("staff.link", name=said.name, day=until))
        st.code(said.link, language=None, wrap_lines=True)


def with_link(name: str, key: str) -> StepSaid:
    """Make a link for a member, below an address that leads there.

    None where no password is asked here.
    """
    if ONLY_THERE:
        return StepSaid(True, text(key, name=name), name)
    bits = password_links.hand_out(here, name)
    link = password_links.address(address.of_staff(), bits)
    return StepSaid(True, text(key, name=name), name, link)


def listed() -> None:
    """Draw the list: who, which role, and whether the password is set."""
    own, waiting = guard.current_name(), staff.without_password(here)
    limits = staff.scopes(here)
    rows = [
        [
            text("staff.you", name=name) if name == own else name,
            role_name(role),
            sees(role, limits.get(name, EVERYTHING)),
            text("staff.password.none" if name in waiting else "staff.password.set"),
        ]
        for name, role in sorted(staff.roles(here).items())
    ]
    headings = ("name", "role", "departments", "password")[: 3 if ONLY_THERE else 4]
    columns = [text(f"staff.column.{name}") for name in headings]
    rows = [row[: len(columns)] for row in rows]
    table.show(text("staff.caption"), columns, rows, quiet=True)


def roles() -> None:
    """Draw what each role may do."""
    columns = [text("staff.column.role"), text("staff.column.may")]
    rows = [[role_name(role), text(f"screens.role.{role}.may")] for role in Role]
    table.show(text("staff.roles"), columns, rows)


def adding() -> None:
    """Draw the form that adds somebody."""
    st.header(text("staff.add"))
    st.markdown(text("staff.add_oidc" if ONLY_THERE else "staff.add_lead"))
    if SETTINGS.oidc:
        claim = SETTINGS.oidc_claim
        st.markdown(text("staff.add_claim", claim=claim))
    with st.form("staff_add", border=False):
        name = st.text_input(text("staff.name"), key=NAME, autocomplete="off").strip()
        role = Role(
            st.selectbox(
                text("staff.role"),
                [*Role],
                index=[*Role].index(USUAL),
                format_func=role_name,
                key="staff_role",
            )
        )
        scope = choose_scope(SCOPE)
        send = text("staff.add_only" if ONLY_THERE else "staff.add_send")
        sent = st.form_submit_button(send, type="primary", key="staff_add_send")
    if not sent:
        return

    def add() -> StepSaid:
        staff.add_without_password(here, name, role, scope)
        return with_link(name, "staff.done.added")

    attempt(add)


def changing() -> None:
    """Draw what can be done with somebody who is on the list."""
    st.header(text("staff.change"))
    everybody = staff.roles(here)
    name = st.selectbox(text("staff.who"), sorted(everybody), key="staff_who")
    role = Role(
        st.selectbox(
            text("staff.new_role"),
            [*Role],
            index=[*Role].index(everybody[name]),
            format_func=role_name,
            key=f"staff_new_role_{name}",
        )
    )
    same = role is everybody[name]
    if st.button(text("staff.role_send"), disabled=same, key="staff_change_role"):
        attempt(lambda: changed(name, role))
    limiting(name, everybody[name])
    if not ONLY_THERE:
        st.markdown(text("staff.link_lead"))
        if st.button(text("staff.link_send"), key="staff_link"):
            attempt(lambda: with_link(name, "staff.done.link"))
    st.markdown(text("staff.remove_lead"))
    sure = st.checkbox(text("staff.remove_sure", name=name), key=f"staff_sure_{name}")
    if st.button(text("staff.remove_send"), disabled=not sure, key="staff_remove"):
        attempt(lambda: removed(name))


def limiting(name: str, role: Role) -> None:
    """Draw the departments of somebody whose role can be limited."""
    if not may_be_limited(role):
        return
    now = staff.scopes(here).get(name, EVERYTHING)
    scope = choose_scope(f"staff_departments_{name}", now)
    if st.button(text("staff.scope_send"), disabled=scope == now, key="staff_change_scope"):
        attempt(lambda: limited(name, role, scope))


def limited(name: str, role: Role, scope: Scope) -> StepSaid:
    """Limit a member to departments, or lift the limit."""
    staff.change_scope(here, name, scope)
    return StepSaid(True, text("staff.done.scope", name=name, sees=sees(role, scope)))


def changed(name: str, role: Role) -> StepSaid:
    """Give a member another role."""
    staff.change_role(here, name, role)
    return StepSaid(True, text("staff.done.role", name=name, role=role_name(role)))


def removed(name: str) -> StepSaid:
    """Strike a member off."""
    staff.remove(here, name)
    return StepSaid(True, text("staff.done.removed", name=name))


st.title(text("screens.staff.title"))
if workspace.is_demonstration():
    lead(text("staff.demonstration"))
    roles()
else:
    tell()
    lead(text.plural("staff.lead", len(staff.roles(here))))
    listed()
    adding()
    changing()
    show_tokens(departments())
    with st.expander(text("staff.roles")):
        roles()
