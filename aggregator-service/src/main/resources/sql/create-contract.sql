-- A contract never stored: it, its items, its bids, what it is found by, and its first event, all or nothing.
with created as (
    insert into contract (
        contract_id, region_id, type, issuer_id, issuer_corporation_id, date_issued, date_expired,
        buyout, collateral, price, reward, volume, days_to_complete, start_location_id, end_location_id,
        for_corporation, title, item_count, bid_count, status, version, content_hash, observed_at, fetched_at,
        bids_fresh_until, bids_etag)
    values (
        :contractId, :regionId, :type, :issuerId, :issuerCorporationId, :dateIssued, :dateExpired,
        :buyout, :collateral, :price, :reward, :volume, :daysToComplete, :startLocationId, :endLocationId,
        :forCorporation, :title, :itemCount, :bidCount, 'OPEN', 1, :contentHash, :observedAt, :fetchedAt,
        :bidsFreshUntil, :bidsEtag)
    on conflict do nothing
    returning contract_id, date_issued, title
),
given_items as materialized (
    select * from jsonb_to_recordset(:items::jsonb) as item(
        "recordId" bigint, "typeId" bigint, quantity bigint, "isIncluded" boolean, "itemId" bigint,
        "isBlueprintCopy" boolean, runs bigint, "materialEfficiency" bigint, "timeEfficiency" bigint, dynamic jsonb,
        "dynamicUnavailable" text)
),
items as (
    insert into contract_item (
        contract_id, record_id, type_id, quantity, is_included, item_id, is_blueprint_copy, runs,
        material_efficiency, time_efficiency, dynamic, dynamic_unavailable)
    select contract_id, "recordId", "typeId", quantity, "isIncluded", "itemId", "isBlueprintCopy", runs,
        "materialEfficiency", "timeEfficiency", dynamic, "dynamicUnavailable"
    from created, given_items
),
terms as (
    insert into contract_term (term, date_issued, contract_id)
    select term, date_issued, contract_id
    from created, lateral (select '#' || "typeId" from given_items union select title_words(title)) as found(term)
),
bids as (
    insert into contract_bid (contract_id, bid_id, date_bid, amount)
    select contract_id, "bidId", "dateBid", amount
    from created, jsonb_to_recordset(:bids::jsonb) as bid("bidId" bigint, "dateBid" timestamptz, amount numeric)
),
event as (
    insert into outbox (contract_id, version, type, data, traceparent)
    select contract_id, 1, :eventType, :data, :traceparent from created
)
select case when exists (select from created) then 'CREATED' else 'CHANGED_MEANWHILE' end as result
