package eve.contracts.api.contracts;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a contract has to be found by. As parameters of SQL the terms are `term0`, `term1` and so on.
///
/// @param all the contract has all of these
/// @param beginning and a word of its title begins so
record SearchTerms(List<String> all, @Nullable String beginning) {

    static String parameter(int index) {
        return ":term" + index;
    }

    void put(Map<String, Object> values) {
        for (int i = 0; i < all.size(); i++) {
            values.put("term" + i, all.get(i));
        }
        if (beginning != null) {
            values.put("beginning", beginning);
            values.put("beyond", TitleWords.beyond(beginning));
        }
    }
}
