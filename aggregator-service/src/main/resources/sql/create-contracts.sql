-- Creates contracts that were never stored, each with its items, its bids, and its first event; all of them or
-- none. Triggers write the terms that searches use. Returns the ids that this statement inserted.
with given as materialized (
    select * from jsonb_to_recordset(:contracts::jsonb) as contract(
        "contractId" bigint, "regionId" bigint, type text, "issuerId" bigint, "issuerCorporationId" bigint,
        "dateIssued" timestamptz, "dateExpired" timestamptz, buyout numeric, collateral numeric, price numeric,
        reward numeric, volume numeric, "daysToComplete" bigint, "startLocationId" bigint, "endLocationId" bigint,
        "forCorporation" boolean, title text, items jsonb, bids jsonb, "itemCount" integer, "bidCount" integer,
        "contentHash" text, "observedAt" timestamptz, "fetchedAt" timestamptz, "rollsDueAt" timestamptz,
        "bidsModified" timestamptz, "bidsFreshUntil" timestamptz, "bidsEtag" text, "eventType" text, event text, traceparent text)
),
-- These locks prevent that an id is recorded as unavailable before the commit. They are all taken in one order,
-- before the first insert.
locked as materialized (
    select "contractId" as id, pg_advisory_xact_lock("contractId")
    from (select "contractId" from given order by "contractId") as ordered
),
created as (
    insert into contract (
        contract_id, region_id, type, issuer_id, issuer_corporation_id, date_issued, date_expired,
        buyout, collateral, price, reward, volume, days_to_complete, start_location_id, end_location_id,
        for_corporation, title, item_count, bid_count, status, version, content_hash, observed_at, fetched_at,
        rolls_due_at, bids_modified, bids_fresh_until, bids_etag)
    select
        "contractId", "regionId", type, "issuerId", "issuerCorporationId", "dateIssued", "dateExpired",
        buyout, collateral, price, reward, volume, "daysToComplete", "startLocationId", "endLocationId",
        "forCorporation", title, "itemCount", "bidCount", 'OPEN', 1, decode("contentHash", 'base64'), "observedAt",
        "fetchedAt", "rollsDueAt", "bidsModified", "bidsFreshUntil", "bidsEtag"
    from given join locked on id = "contractId"
    order by "contractId"
    on conflict do nothing
    returning contract_id
),
own as (
    select given.* from given join created on contract_id = "contractId"
),
items as (
    insert into contract_item (
        contract_id, record_id, type_id, quantity, is_included, item_id, is_blueprint_copy, runs,
        material_efficiency, time_efficiency, dynamic, dynamic_unavailable)
    select "contractId", "recordId", "typeId", quantity, "isIncluded", "itemId", "isBlueprintCopy", item.runs,
        "materialEfficiency", "timeEfficiency", dynamic, "dynamicUnavailable"
    from own, jsonb_to_recordset(items) as item(
        "recordId" bigint, "typeId" bigint, quantity bigint, "isIncluded" boolean, "itemId" bigint,
        "isBlueprintCopy" boolean, runs bigint, "materialEfficiency" bigint, "timeEfficiency" bigint, dynamic jsonb,
        "dynamicUnavailable" text)
),
bids as (
    insert into contract_bid (contract_id, bid_id, date_bid, amount)
    select "contractId", "bidId", "dateBid", amount
    from own, jsonb_to_recordset(bids) as bid("bidId" bigint, "dateBid" timestamptz, amount numeric)
),
events as (
    insert into outbox (contract_id, version, type, data, traceparent)
    select "contractId", 1, "eventType", event, traceparent from own
)
select contract_id from created
