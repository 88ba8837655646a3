package eve.contracts.simulator.http;

import eve.contracts.simulator.faults.Route;
import org.jspecify.annotations.Nullable;

/// The target of a request, read from its method and path. A null number means that the path had no valid
/// number.
sealed interface Target {
    record Listing(@Nullable Long regionId) implements Target {}

    record Items(@Nullable Long contractId) implements Target {}

    record Bids(@Nullable Long contractId) implements Target {}

    record DynamicItem(@Nullable Long typeId, @Nullable Long itemId) implements Target {}

    record Regions() implements Target {}

    record Region(@Nullable Long regionId) implements Target {}

    record Type(@Nullable Long typeId) implements Target {}

    record Names() implements Target {}

    record Status() implements Target {}

    record Unknown() implements Target {}

    static Target of(String method, String path) {
        String[] part = path.substring(1).split("/");
        if (method.equals("POST")) {
            return path.startsWith("/universe/names") && part.length == 2 ? new Names() : new Unknown();
        }
        if (!method.equals("GET")) {
            return new Unknown();
        }
        return switch (part[0]) {
            case "contracts" -> part.length > 2 && part[1].equals("public") ? contracts(part) : new Unknown();
            case "dogma" ->
                part.length == 5 && path.startsWith("/dogma/dynamic/items/")
                        ? new DynamicItem(number(part[3]), number(part[4]))
                        : new Unknown();
            case "universe" -> universe(part);
            case "status" -> part.length == 1 ? new Status() : new Unknown();
            default -> new Unknown();
        };
    }

    private static Target contracts(String[] part) {
        return switch (part.length) {
            case 3 -> new Listing(number(part[2]));
            case 4 ->
                switch (part[2]) {
                    case "items" -> new Items(number(part[3]));
                    case "bids" -> new Bids(number(part[3]));
                    default -> new Unknown();
                };
            default -> new Unknown();
        };
    }

    private static Target universe(String[] part) {
        if (part.length == 2 && part[1].equals("regions")) {
            return new Regions();
        }
        if (part.length != 3) {
            return new Unknown();
        }
        return switch (part[1]) {
            case "regions" -> new Region(number(part[2]));
            case "types" -> new Type(number(part[2]));
            default -> new Unknown();
        };
    }

    static @Nullable Long number(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException none) {
            return null;
        }
    }

    default Route route() {
        return switch (this) {
            case Listing _ -> Route.LISTING;
            case Items _ -> Route.ITEMS;
            case Bids _ -> Route.BIDS;
            case DynamicItem _ -> Route.DYNAMIC_ITEMS;
            case Regions _ -> Route.REGIONS;
            case Region _ -> Route.REGION;
            case Type _ -> Route.TYPE;
            case Names _ -> Route.NAMES;
            case Status _ -> Route.STATUS;
            case Unknown _ -> Route.UNKNOWN;
        };
    }

    default @Nullable Long contract() {
        return switch (this) {
            case Items(Long id) -> id;
            case Bids(Long id) -> id;
            case Listing _, DynamicItem _, Regions _, Region _, Type _, Names _, Status _, Unknown _ -> null;
        };
    }
}
