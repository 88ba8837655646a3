package eve.contracts.aggregator.intake;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/// A range of offsets of one partition, both ends included. As text: `topic-0@1234-1250`, or `topic-0@1234` for
/// a single one.
record OffsetRange(String partition, long first, long last) {

    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9._-]+-\\d{1,9})@(\\d{1,18})(?:-(\\d{1,18}))?");

    /// @throws IllegalArgumentException when the text is no range, or its end is before its beginning
    static OffsetRange parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            long first = Long.parseLong(matcher.group(2));
            long last = matcher.group(3) == null ? first : Long.parseLong(matcher.group(3));
            if (first <= last) {
                return new OffsetRange(matcher.group(1), first, last);
            }
        }
        throw new IllegalArgumentException(
                "contracts.intake.skip-unreadable must name offsets such as contract-ids-0@1234-1250, not \"" + text
                        + "\"");
    }

    boolean contains(TopicPartition other, long offset) {
        return other.toString().equals(partition) && first <= offset && offset <= last;
    }

    @Override
    public String toString() {
        return partition + "@" + first + "-" + last;
    }
}
