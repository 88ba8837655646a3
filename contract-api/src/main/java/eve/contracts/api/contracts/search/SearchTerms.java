package eve.contracts.api.contracts.search;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The terms that a contract must have. As SQL parameters they are `term0`, `term1` and so on.
///
/// @param all the contract has all of these terms
/// @param prefix a word of the contract's title begins with it; `null` for no such condition
record SearchTerms(List<String> all, @Nullable String prefix) {

    static String parameter(int index) {
        return ":term" + index;
    }

    Map<String, @Nullable Object> parameters() {
        var parameters = new HashMap<String, @Nullable Object>();
        for (int i = 0; i < all.size(); i++) {
            parameters.put("term" + i, all.get(i));
        }
        if (prefix != null) {
            parameters.put("prefix", prefix);
            parameters.put("beyond", TitleWords.beyond(prefix));
        }
        return parameters;
    }
}
