package eve.contracts.api.caching;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Sets how long any cache may keep the answers of an open read. Answers of other reads are not cached.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface CacheFor {

    /// Returns the number of seconds; few, because whether a contract is open depends on the clock.
    int seconds();
}
