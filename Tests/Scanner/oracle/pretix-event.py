"""An event in pretix like the one that `compare` makes in Lanyard: run by `python -m pretix shell`, which has its models.

Prints one line of JSON: what a device needs, and whose secret is what.
"""

import datetime
import json
from decimal import Decimal

from django.utils.timezone import now
from django_scopes import scopes_disabled
from pretix.base.models import Checkin, CheckinList, Device, Event, Item, Order, OrderPosition, Organizer, Quota, SalesChannel
from pretix.base.models.orders import BlockedTicketSecret, RevokedTicketSecret

with scopes_disabled():
    Organizer.objects.filter(slug="oracle").exists() and exit("the event is there already: begin with a fresh database")
    organizer = Organizer.objects.create(name="Oracle", slug="oracle")
    event = Event.objects.create(
        organizer=organizer, name="Oracle", slug="oracle", date_from=now() - datetime.timedelta(hours=3),
        date_to=now() + datetime.timedelta(days=2), currency="CAD", live=True, plugins="pretix.plugins.badges")
    event.settings.timezone = "America/Toronto"
    try:
        channel = organizer.sales_channels.get(identifier="web")
    except SalesChannel.DoesNotExist:
        channel = organizer.sales_channels.create(identifier="web", type="web", label="Web")
    group = event.categories.create(name="Add-ons", is_addon=True)
    product = event.items.create(name="Attendee", default_price=Decimal("10.00"), admission=True, personalized=True)
    variation = product.variations.create(value="All days")
    dinner = event.items.create(name="Dinner", default_price=Decimal("60.00"), admission=False, category=group)
    quota = event.quotas.create(name="Everybody", size=None)
    quota.items.add(product, dinner)
    quota.variations.add(variation)
    main = event.checkin_lists.create(name="Main door", all_products=True)
    evening = event.checkin_lists.create(name="Conference dinner", all_products=False)
    evening.limit_products.add(dinner)

    def order(name, status=Order.STATUS_PAID, addon=False):
        made = Order.objects.create(
            event=event, email=f"{name.lower()}@example.org", status=status, datetime=now(), locale="en",
            expires=now() + datetime.timedelta(days=10), total=Decimal("10.00"), sales_channel=channel)
        position = OrderPosition.objects.create(
            order=made, item=product, variation=variation, price=Decimal("10.00"), company="Example Networks",
            attendee_name_parts={"_scheme": "full", "full_name": f"{name} Placeholder"}, positionid=1)
        if addon:
            OrderPosition.objects.create(
                order=made, item=dinner, variation=None, price=Decimal("60.00"), addon_to=position, positionid=2)
        return position

    people = {
        "first": order("Ada", addon=True), "second": order("Bo"), "third": order("Cy"), "fourth": order("Dee"),
        "fifth": order("Eve"), "unpaid": order("Flo", Order.STATUS_PENDING), "cancelled": order("Gus", Order.STATUS_CANCELED),
        "blocked": order("Hal"), "revoked": order("Ida"),
    }
    blocked, revoked = people["blocked"], people["revoked"]
    blocked.blocked = ["admin"]
    blocked.save()
    BlockedTicketSecret.objects.get_or_create(event=event, position=blocked, secret=blocked.secret, blocked=True)
    old = revoked.secret
    RevokedTicketSecret.objects.create(event=event, position=revoked, secret=old)
    revoked.secret = revoked.secret + "x"
    revoked.save()
    devices = {
        name: Device.objects.create(organizer=organizer, name=name, all_events=True, security_profile="pretixscan")
        for name in ("Zebra 1", "Zebra 2")
    }
    secrets = {name: position.secret for name, position in people.items()} | {"revoked": old}
    print("ORACLE " + json.dumps({
        "organizer": "oracle", "event": "oracle", "token": devices["Zebra 1"].initialization_token, "secrets": secrets,
        "names": {"first": "Ada Placeholder"}, "other_list": "Conference dinner",
    }))
