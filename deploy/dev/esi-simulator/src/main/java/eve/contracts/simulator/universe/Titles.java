package eve.contracts.simulator.universe;

import java.util.List;

/// Titles as players write them: most are empty, the others in several scripts, with emoji, and with the game's
/// HTML.
final class Titles {
    private static final double EMPTY = 0.55;
    private static final List<String> WRITTEN = List.of(
            "WTS fitted",
            "5% ME 10% TE 1 run",
            "quick sale, o7",
            "Moving out - all must go",
            "Ändern? nein",
            "Ça vaut le coup, dépêchez-vous",
            "¡Rebajas! Últimas unidades",
            "продам \"срочно\"",
            "Чертежи, дёшево",
            "фит для абиссов",
            "出售蓝图",
            "低价清仓 便宜",
            "工程蓝图 拷贝",
            "販売 設計図",
            "급매 합니다",
            "🚀 Rifter fleet 🚀",
            "🔥🔥 SALE 🔥🔥 10% off",
            "👨‍🚀 starter pack 💎",
            "<b>BPC pack</b>",
            "<font color=0xffff0000>HOT</font> deal",
            "<font color=\"#ff00ff00\" size=14>Blueprints</font>",
            "<i>cheap</i> &amp; <u>fast</u>",
            "Buy & sell; 1 < 2 > 0",
            "100% legit \\o/ 'no scam'");

    private Titles() {}

    static String title(Dice dice) {
        return dice.hits(EMPTY) ? "" : dice.oneOf(WRITTEN);
    }
}
