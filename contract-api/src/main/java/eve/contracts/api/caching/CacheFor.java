package eve.contracts.api.caching;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// How long answers of a read may be kept by any cache while the read is open. Reads without it are never kept.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface CacheFor {

    /// Few: whether a contract is open depends on the clock.
    int seconds();
}
