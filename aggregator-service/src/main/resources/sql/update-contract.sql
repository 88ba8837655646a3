-- Updates a stored contract that changed, with its bids and rolls, and writes its event. Its items stay: they
-- never change.
with present as (
    select contract_id from contract where contract_id = :contractId and version = :knownVersion for update
),
given as materialized (
    select * from jsonb_to_record(:contract::jsonb) as contract(
        "regionId" bigint, type text, "issuerId" bigint, "issuerCorporationId" bigint, "dateIssued" timestamptz,
        "dateExpired" timestamptz, buyout numeric, collateral numeric, price numeric, reward numeric, volume numeric,
        "daysToComplete" bigint, "startLocationId" bigint, "endLocationId" bigint, "forCorporation" boolean, title text,
        items jsonb, bids jsonb, "bidCount" integer, "contentHash" text, "observedAt" timestamptz,
        "fetchedAt" timestamptz, "rollsDueAt" timestamptz, "bidsModified" timestamptz, "bidsFreshUntil" timestamptz,
        "bidsEtag" text, "eventType" text, event text, traceparent text)
),
updated as (
    update contract
    set region_id = "regionId", type = given.type, issuer_id = "issuerId",
        issuer_corporation_id = "issuerCorporationId", date_issued = "dateIssued", date_expired = "dateExpired",
        buyout = given.buyout, collateral = given.collateral, price = given.price, reward = given.reward,
        volume = given.volume, days_to_complete = "daysToComplete", start_location_id = "startLocationId",
        end_location_id = "endLocationId", for_corporation = "forCorporation", title = given.title,
        bid_count = "bidCount", status = 'OPEN', closed_reason = null, version = version + 1,
        content_hash = decode("contentHash", 'base64'), observed_at = "observedAt", fetched_at = "fetchedAt",
        rolls_due_at = "rollsDueAt", bids_modified = "bidsModified", bids_fresh_until = "bidsFreshUntil",
        bids_etag = "bidsEtag"
    from present, given
    where contract.contract_id = present.contract_id
        -- A listing that is older than the closing of the contract does not open it again.
        and case when status = 'CLOSED' then "observedAt" > observed_at else "observedAt" >= observed_at end
        and coalesce("bidsModified" >= bids_modified, true)
    returning contract.contract_id, new.version as version
),
given_bids as (
    select bid.* from given, jsonb_to_recordset(bids) as bid("bidId" bigint, "dateBid" timestamptz, amount numeric)
),
bids_gone as (
    delete from contract_bid using updated
    where contract_bid.contract_id = updated.contract_id and bid_id not in (select "bidId" from given_bids)
),
bids as (
    insert into contract_bid (contract_id, bid_id, date_bid, amount)
    select contract_id, "bidId", "dateBid", amount from updated, given_bids
    on conflict (contract_id, bid_id) do update set date_bid = excluded.date_bid, amount = excluded.amount
),
rolls as (
    update contract_item
    set dynamic = item.dynamic, dynamic_unavailable = item."dynamicUnavailable"
    from updated, given, jsonb_to_recordset(items) as item("recordId" bigint, dynamic jsonb, "dynamicUnavailable" text)
    where contract_item.contract_id = updated.contract_id and record_id = "recordId"
        and (contract_item.dynamic is distinct from item.dynamic
            or dynamic_unavailable is distinct from item."dynamicUnavailable")
),
events as (
    insert into outbox (contract_id, version, type, data, traceparent)
    select contract_id, version, "eventType", event, traceparent from updated, given
)
select case
    when not exists (select from present) then 'CHANGED_MEANWHILE'
    when exists (select from updated) then 'UPDATED'
    else 'UNCHANGED' end as result
