package org.moodlegateway.notice;

import org.moodlegateway.asking.WriteBacks;
import org.moodlegateway.intake.Shops;
import org.moodlegateway.ledger.Notice;
import org.moodlegateway.notice.NotDeliveredException.Hope;
import org.moodlegateway.shop.Language;

/** Tells a shop in its own orders: by a note, or by a state, as it is configured. */
final class WriteBackCourier implements Courier {
    private final WriteBacks writeBacks;
    private final Shops shops;
    private final Letters letters;

    WriteBackCourier(WriteBacks writeBacks, Shops shops, Letters letters) {
        this.writeBacks = writeBacks;
        this.shops = shops;
        this.letters = letters;
    }

    @Override
    public boolean isOn() {
        return shops.names().stream()
                .anyMatch(name -> shops.language(name).filter(Language::writesBack).isPresent());
    }

    @Override
    public void deliver(Notice notice) throws NotDeliveredException {
        Language language =
                shops.language(notice.shop())
                        .filter(Language::writesBack)
                        .orElseThrow(
                                () ->
                                        new NotDeliveredException(
                                                Hope.OUTDATED, "no-write-back", null));
        Kind kind =
                Kind.of(notice.kind())
                        .orElseThrow(() -> new NotDeliveredException(Hope.NONE, "no-text", null));
        String text = letters.of(notice, kind).text().strip();
        WriteBacks.Outcome outcome =
                writeBacks.write(
                        notice.shop(), language, notice.orderId(), text, kind != Kind.SEATS_FREE);
        if (outcome instanceof WriteBacks.NotYet notYet) {
            throw NotDeliveredException.notYet(notYet.pause());
        } else if (outcome instanceof WriteBacks.OrderGone) {
            throw new NotDeliveredException(Hope.OUTDATED, "order-gone", null);
        } else if (outcome instanceof WriteBacks.Away away) {
            throw NotDeliveredException.away(away.code(), away.pause());
        } else if (outcome instanceof WriteBacks.Refused refused) {
            throw new NotDeliveredException(Hope.LATER, refused.code(), null);
        }
    }
}
