-- One contract, its items, its bids and its event: all or nothing.
with given_bids as (
    select * from jsonb_to_recordset(:bids::jsonb) as bid("bidId" bigint, "dateBid" timestamptz, amount numeric)
),
stored as (
    insert into contract as present (
        contract_id, region_id, type, issuer_id, issuer_corporation_id, date_issued, date_expired,
        buyout, collateral, price, reward, volume, days_to_complete, start_location_id, end_location_id,
        for_corporation, title, item_count, bid_count, status, version, content_hash, observed_at, fetched_at,
        bids_fresh_until, bids_etag)
    values (
        :contractId, :regionId, :type, :issuerId, :issuerCorporationId, :dateIssued, :dateExpired,
        :buyout, :collateral, :price, :reward, :volume, :daysToComplete, :startLocationId, :endLocationId,
        :forCorporation, :title, :itemCount, :bidCount, 'OPEN', 1, :contentHash, :observedAt, :fetchedAt,
        :bidsFreshUntil, :bidsEtag)
    on conflict (contract_id) do update set
        region_id = excluded.region_id, type = excluded.type, issuer_id = excluded.issuer_id,
        issuer_corporation_id = excluded.issuer_corporation_id, date_issued = excluded.date_issued,
        date_expired = excluded.date_expired, buyout = excluded.buyout, collateral = excluded.collateral,
        price = excluded.price, reward = excluded.reward, volume = excluded.volume,
        days_to_complete = excluded.days_to_complete, start_location_id = excluded.start_location_id,
        end_location_id = excluded.end_location_id, for_corporation = excluded.for_corporation,
        title = excluded.title, bid_count = excluded.bid_count, status = 'OPEN', closed_reason = null,
        version = present.version
            + (present.content_hash <> excluded.content_hash or present.status = 'CLOSED')::integer,
        content_hash = excluded.content_hash, observed_at = excluded.observed_at, fetched_at = excluded.fetched_at,
        bids_fresh_until = excluded.bids_fresh_until, bids_etag = excluded.bids_etag
    where case when present.status = 'CLOSED'
        -- A listing made before the contract was seen to be gone does not bring it back.
        then excluded.observed_at > present.observed_at
        else excluded.observed_at >= present.observed_at
            and (present.content_hash <> excluded.content_hash or excluded.bids_fresh_until > present.bids_fresh_until)
        end
    returning contract_id, new.region_id, old.version as was, new.version as version
),
items as (
    insert into contract_item (
        contract_id, record_id, type_id, quantity, is_included, item_id, is_blueprint_copy, runs,
        material_efficiency, time_efficiency, dynamic, dynamic_unavailable)
    select stored.contract_id, item."recordId", item."typeId", item.quantity, item."isIncluded", item."itemId",
        item."isBlueprintCopy", item.runs, item."materialEfficiency", item."timeEfficiency", item.dynamic,
        item."dynamicUnavailable"
    from stored, jsonb_to_recordset(:items::jsonb) as item(
        "recordId" bigint, "typeId" bigint, quantity bigint, "isIncluded" boolean, "itemId" bigint,
        "isBlueprintCopy" boolean, runs bigint, "materialEfficiency" bigint, "timeEfficiency" bigint, dynamic jsonb,
        "dynamicUnavailable" text)
    where stored.was is null
),
bids_gone as (
    delete from contract_bid using stored
    where contract_bid.contract_id = stored.contract_id
        and stored.was is not null
        and contract_bid.bid_id not in (select "bidId" from given_bids)
),
bids as (
    insert into contract_bid (contract_id, bid_id, date_bid, amount)
    select stored.contract_id, given_bids."bidId", given_bids."dateBid", given_bids.amount from stored, given_bids
    on conflict (contract_id, bid_id) do update set date_bid = excluded.date_bid, amount = excluded.amount
),
event as (
    insert into outbox (contract_id, version, type, data)
    select contract_id, version, :eventType,
        '{"contractId":' || contract_id || ',"regionId":' || region_id || ',"version":' || version
            || ',"change":"' || case when was is null then 'created' else 'updated' end || '",'
            || substr(:data, 2)
    from stored
    where was is distinct from version
)
select case when was is null then 'CREATED' when was < version then 'UPDATED' else 'UNCHANGED' end as result from stored
