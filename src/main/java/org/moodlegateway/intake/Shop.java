package org.moodlegateway.intake;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.localshop.ShopDatabase;
import org.moodlegateway.seat.ShopTerms;
import org.moodlegateway.shop.Language;

/**
 * Who may send orders, and how he proves it. Without secret and key there is no way in but files.
 *
 * @param terms what its orders may buy
 * @param called where it is told what became of its orders; null for nowhere
 * @param silence after how long without a message something must be wrong; null for never
 * @param topic of Kafka in which it speaks; null for none
 * @param own the language in which it speaks; null if it sends the gateway's own orders
 * @param bills where its bills are read; null for a shop that isn't Moodle's own
 * @param folder its own for files of orders; null for the one in the inbox
 */
public record Shop(
        String name,
        List<WebhookSecret> secrets,
        List<ApiKey> keys,
        ShopTerms terms,
        CallBack called,
        Duration silence,
        String topic,
        Language own,
        ShopDatabase bills,
        Path folder) {
    static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
    static final String NAME_RULE =
            "the name of a shop is 1 to 64 small letters, digits, - and _, and begins with a letter"
                    + " or digit";

    /** Beside those of the shops in the inbox. */
    static final Set<String> RESERVED_FOLDERS = Set.of("done", "failed");

    /** Folders beside those of the shops, whose keys are not a shop's, and what nobody sent. */
    static final Set<String> RESERVED =
            Stream.concat(RESERVED_FOLDERS.stream(), Stream.of("admin", Inbox.NO_SHOP))
                    .collect(Collectors.toUnmodifiableSet());

    public Shop {
        secrets = List.copyOf(secrets);
        keys = List.copyOf(keys);
    }

    /** A shop that is told nothing, and that may be silent for ever. */
    public Shop(String name, List<WebhookSecret> secrets, List<ApiKey> keys, ShopTerms terms) {
        this(name, secrets, keys, terms, null, null, null, null, null, null);
    }

    public Optional<CallBack> callBack() {
        return Optional.ofNullable(called);
    }

    public Optional<Language> language() {
        return Optional.ofNullable(own);
    }

    public Optional<ShopDatabase> database() {
        return Optional.ofNullable(bills);
    }

    /** Where its files are taken from, if not from the inbox. */
    public Optional<Path> files() {
        return Optional.ofNullable(folder);
    }

    /** How often it is asked for what changed; empty if it isn't, or can't be. */
    public Optional<Duration> polled() {
        return language()
                .filter(
                        one ->
                                bills != null
                                        || (one.api().isPresent() && one.kind().poll().isPresent()))
                .flatMap(Language::poll);
    }

    public Optional<String> kafkaTopic() {
        return Optional.ofNullable(topic);
    }

    public Optional<Duration> silentAfter() {
        return Optional.ofNullable(silence);
    }
}
