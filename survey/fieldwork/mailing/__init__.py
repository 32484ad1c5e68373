"""Codes and reminders by e-mail, to a list of addresses that is used and never stored."""

from survey.fieldwork.mailing.address_list import Addressee, AddressesInvalid, read_addresses
from survey.fieldwork.mailing.environment import post_from_environment
from survey.fieldwork.mailing.post import MailRefused, Post
from survey.fieldwork.mailing.sending import MailIncomplete, Mailing, TooManyAddresses

__all__ = [
    "Addressee",
    "AddressesInvalid",
    "MailIncomplete",
    "MailRefused",
    "Mailing",
    "Post",
    "TooManyAddresses",
    "post_from_environment",
    "read_addresses",
]
