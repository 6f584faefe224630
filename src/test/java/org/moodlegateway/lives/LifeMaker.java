package org.moodlegateway.lives;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.moodlegateway.lives.Said.Line;
import org.moodlegateway.lives.Said.Named;
import org.moodlegateway.lives.Said.Says;

/** Draws lives. The same seed is the same life. */
final class LifeMaker {
    private static final int MOST_EVENTS = 5;
    private static final int MOST_LINES = 3;
    private static final int MOST_SEATS = 4;
    private static final List<String> PEOPLE =
            List.of("p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8");
    private static final List<String> ROLES = List.of("student", "teacher", "editingteacher");

    /** What may happen in a life. */
    enum Move {
        ADD_LINE,
        REMOVE_LINE,
        RENUMBER,
        REORDER,
        SWAP_PRODUCT,
        EXCHANGE_PRODUCTS,
        MORE,
        FEWER,
        CORRECT_PERSON,
        NAME_PERSON,
        UNNAME_PERSON,
        CHANGE_ROLE,
        REFUND_ONE,
        REFUND_ALL,
        CANCEL,
        PAY_LATER,
        CORRECT_BUYER,
        NAME_TWICE,
        NAME_BADLY,
        NAME_FRIEND,
        OTHER_PAYMENT_DATE,
        LEAVE_OUT_PEOPLE,
        LEAVE_OUT_LINES,
        SHUFFLE,
        REPEAT,
        OPEN_COURSE,
        GIVE_SEAT,
        EMPTY_SEAT,
        RENEW
    }

    private final Set<Move> moves;
    private final Random random;
    private final boolean buyerChanges;

    private LifeMaker(Set<Move> moves, long seed) {
        this.moves = moves;
        this.random = new Random(seed);
        this.buyerChanges = moves.contains(Move.CORRECT_BUYER) && oneIn(4);
    }

    static Life life(long seed, Set<Move> moves) {
        return new Life(seed, new LifeMaker(moves, seed * 0x9E3779B97F4A7C15L).steps());
    }

    private List<Life.Step> steps() {
        Truth truth = new Truth();
        List<Said> said = new ArrayList<>();
        int events = 1 + random.nextInt(MOST_EVENTS);
        int minute = 0;
        for (int i = 0; i < events; i++) {
            if (i > 0 && buyerChanges && oneIn(2)) {
                truth.correctBuyer();
                minute++;
            } else if (i > 0) {
                truth.change();
                truth.change(random.nextInt(2));
                minute += oneIn(8) ? 0 : 1;
            }
            said.add(truth.says(minute));
        }
        return lived(said);
    }

    /** With everything that happens between and beside the events. */
    private List<Life.Step> lived(List<Said> said) {
        List<Said> arriving = new ArrayList<>(said);
        if (moves.contains(Move.REPEAT) && oneIn(3) && !buyerChanges) {
            arriving.add(random.nextInt(arriving.size() + 1), said.get(0));
            arriving.add(said.get(random.nextInt(said.size())));
        }
        if (moves.contains(Move.SHUFFLE) && oneIn(3) && !buyerChanges) {
            Collections.shuffle(arriving, random);
        }
        List<Life.Step> steps = new ArrayList<>();
        for (Said one : arriving) {
            steps.add(new Life.Step.Told(one));
            if (random.nextBoolean()) {
                steps.add(new Life.Step.Followed());
                byHand(steps, one);
            }
        }
        if (moves.contains(Move.RENEW) && oneIn(4)) {
            renew(steps, said.get(said.size() - 1));
        }
        steps.add(new Life.Step.Followed());
        return steps;
    }

    private void byHand(List<Life.Step> steps, Said after) {
        List<Life.Step> possible = new ArrayList<>();
        if (moves.contains(Move.OPEN_COURSE)) {
            Ware ware = any(List.of(Ware.WEEKS, Ware.CLASS, Ware.TEACH, Ware.SELF, Ware.CLUB));
            List<String> people = new ArrayList<>();
            if (after.lines() != null) {
                for (Line line : after.lines()) {
                    if (line.people() != null && !line.people().isEmpty() && oneIn(2)) {
                        ware = line.ware() == Ware.NOPE ? ware : line.ware();
                        line.people().forEach(named -> people.add(named.person()));
                    }
                }
            }
            people.add(after.buyer());
            String course = oneIn(6) ? Ware.HELP : ware.course();
            String person = course.equals(Ware.HELP) ? after.buyer() : any(people);
            possible.add(new Life.Step.Opened(person, course));
        }
        if (moves.contains(Move.GIVE_SEAT)) {
            possible.add(
                    new Life.Step.Given(
                            after.order(), random.nextInt(3), oneIn(2) ? "g1" : any(PEOPLE)));
        }
        if (moves.contains(Move.EMPTY_SEAT)) {
            possible.add(new Life.Step.Emptied(after.order(), random.nextInt(3)));
        }
        int most = oneIn(3) ? 1 + random.nextInt(2) : 0;
        for (int i = 0; i < most && !possible.isEmpty(); i++) {
            steps.add(any(possible));
        }
    }

    /** Another order buys more time for what the first one sold of CLUB. */
    private void renew(List<Life.Step> steps, Said last) {
        List<Named> people = new ArrayList<>();
        if (last.lines() != null) {
            for (Line line : last.lines()) {
                if (line.ware() == Ware.CLUB && line.people() != null) {
                    people.addAll(line.people());
                }
            }
        }
        people.removeIf(named -> oneIn(4));
        while (people.size() < MOST_SEATS && oneIn(3)) {
            people.add(new Named("r" + people.size(), ""));
        }
        int quantity = Math.max(1, people.size() + (oneIn(4) ? 1 : 0));
        Line line =
                new Line(
                        "1",
                        Ware.CLUB,
                        quantity,
                        0,
                        oneIn(4) ? List.of() : List.copyOf(people),
                        "A");
        Said renewal = new Said("B", 0, Says.PAID, 10, last.buyer(), List.of(line));
        steps.add(
                oneIn(4) ? random.nextInt(steps.size() + 1) : steps.size(),
                new Life.Step.Told(renewal));
    }

    private boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** The order as the shop has it. */
    private final class Truth {
        private final List<TrueLine> lines = new ArrayList<>();
        private Says status = Says.PAID;
        private String buyer = "b1";
        private int paidDay;
        private int lastId;
        private Map<String, TrueLine> before = new LinkedHashMap<>();

        Truth() {
            int many = 1 + random.nextInt(3);
            for (int i = 0; i < many; i++) {
                addLine();
            }
            if (moves.contains(Move.PAY_LATER) && oneIn(5)) {
                status = Says.PLACED;
            }
        }

        void change(int times) {
            for (int i = 0; i < times; i++) {
                change();
            }
        }

        void change() {
            if (status == Says.PLACED) {
                status = Says.PAID;
                return;
            }
            if (!status.alive()) {
                status = oneIn(3) ? Says.PAID : status;
                return;
            }
            List<Move> possible = new ArrayList<>(EnumSet.copyOf(moves));
            possible.removeIf(move -> move.compareTo(Move.OTHER_PAYMENT_DATE) > 0);
            for (int tries = 0; tries < 10; tries++) {
                if (made(any(possible))) {
                    return;
                }
            }
        }

        private boolean made(Move move) {
            switch (move) {
                case ADD_LINE -> {
                    return lines.size() < MOST_LINES && addLine();
                }
                case REMOVE_LINE -> {
                    return !lines.isEmpty()
                            && (lines.size() > 1 || oneIn(3))
                            && lines.remove(any(lines));
                }
                case RENUMBER -> {
                    return renumber();
                }
                case REORDER -> {
                    Collections.shuffle(lines, random);
                    return lines.size() > 1;
                }
                case SWAP_PRODUCT -> {
                    return !lines.isEmpty() && any(lines).swap(anyWare());
                }
                case EXCHANGE_PRODUCTS -> {
                    return lines.size() > 1 && exchange();
                }
                case REFUND_ALL -> {
                    status = oneIn(4) ? Says.REFUNDED : status;
                    return true;
                }
                case CANCEL -> {
                    status = oneIn(4) ? Says.CANCELLED : status;
                    return true;
                }
                case CORRECT_BUYER -> {
                    return false;
                }
                case OTHER_PAYMENT_DATE -> {
                    paidDay = paidDay == 0 ? 1 : 0;
                    return true;
                }
                default -> {
                    return !lines.isEmpty() && any(lines).made(move);
                }
            }
        }

        /** Alone: with other people as well it would be somebody else's order. */
        void correctBuyer() {
            buyer = buyer.equals("b1") ? "b2" : "b1";
        }

        private boolean addLine() {
            TrueLine line = new TrueLine(String.valueOf(++lastId), anyWare());
            line.quantity = 1 + random.nextInt(3);
            lines.add(line);
            int named = Math.min(line.places(), random.nextInt(4));
            for (int i = 0; i < named; i++) {
                line.name();
            }
            return true;
        }

        private Ware anyWare() {
            return oneIn(15) ? Ware.NOPE : any(List.of(Ware.values()).subList(0, 6));
        }

        /** As a shop does that numbers its lines anew with each change. */
        private boolean renumber() {
            for (int i = 0; i < lines.size(); i++) {
                lines.get(i).id = String.valueOf(i + 1);
            }
            lastId = lines.size();
            return true;
        }

        private boolean exchange() {
            TrueLine one = lines.get(random.nextInt(lines.size()));
            TrueLine other = lines.get(random.nextInt(lines.size()));
            String id = one.id;
            one.id = other.id;
            other.id = id;
            return !one.id.equals(other.id);
        }

        private boolean isThere(Ware ware, String person, TrueLine but) {
            return lines.stream()
                    .filter(line -> line != but && line.sharesCourseWith(ware))
                    .flatMap(line -> line.people.stream())
                    .anyMatch(named -> named.person().equals(person));
        }

        Said says(int minute) {
            boolean silent = moves.contains(Move.LEAVE_OUT_PEOPLE) && oneIn(4);
            List<Line> all = new ArrayList<>();
            for (TrueLine line : lines) {
                boolean same = line.sameAs(before.get(line.id));
                all.add(line.says(silent && (same || line.people.isEmpty())));
            }
            boolean lineless =
                    moves.contains(Move.LEAVE_OUT_LINES)
                            && !buyerChanges
                            && (status.alive() ? oneIn(30) : oneIn(2));
            if (!lineless) {
                before = new LinkedHashMap<>();
                lines.forEach(line -> before.put(line.id, line.copy()));
            }
            return new Said("A", minute, status, paidDay, buyer, lineless ? null : all);
        }

        /** A line as the shop has it. */
        private final class TrueLine {
            private String id;
            private Ware ware;
            private int quantity;
            private int refunded;
            private List<Named> people = new ArrayList<>();

            TrueLine(String id, Ware ware) {
                this.id = id;
                this.ware = ware;
            }

            private TrueLine copy() {
                TrueLine copy = new TrueLine(id, ware);
                copy.refunded = refunded;
                copy.people = List.copyOf(people);
                return copy;
            }

            private boolean sameAs(TrueLine other) {
                return other != null && other.ware == ware && other.people.equals(people);
            }

            private boolean sharesCourseWith(Ware other) {
                return ware.course().equals(other.course());
            }

            /** SELF is for one: its buyer, or a friend. */
            private int places() {
                if (ware == Ware.SELF) {
                    return moves.contains(Move.NAME_FRIEND) && oneIn(3) ? 1 : 0;
                }
                return quantity;
            }

            private boolean swap(Ware other) {
                boolean possible =
                        ware != other
                                && other != Ware.SELF
                                && people.stream()
                                        .noneMatch(named -> isThere(other, named.person(), this));
                ware = possible ? other : ware;
                return possible;
            }

            private boolean made(Move move) {
                switch (move) {
                    case MORE -> {
                        boolean possible = quantity < MOST_SEATS;
                        quantity += possible ? 1 : 0;
                        return possible;
                    }
                    case FEWER -> {
                        return fewer();
                    }
                    case REFUND_ONE -> {
                        boolean possible = refunded < quantity;
                        refunded += possible ? 1 : 0;
                        return possible;
                    }
                    case NAME_PERSON -> {
                        return people.size() < places() && name();
                    }
                    default -> {
                        return !people.isEmpty() && person(move, random.nextInt(people.size()));
                    }
                }
            }

            private boolean person(Move move, int at) {
                Named there = people.get(at);
                switch (move) {
                    case CORRECT_PERSON -> {
                        people.remove(at);
                        boolean named = name();
                        if (named) {
                            people.add(at, people.remove(people.size() - 1));
                        } else {
                            people.add(at, there);
                        }
                        return named;
                    }
                    case UNNAME_PERSON -> people.remove(at);
                    case CHANGE_ROLE -> people.set(at, new Named(there.person(), any(ROLES)));
                    case NAME_TWICE -> {
                        boolean possible = ware.countsSeats() && people.size() < quantity;
                        if (possible) {
                            people.add(there);
                        }
                        return possible;
                    }
                    case NAME_BADLY -> people.set(at, new Named("x" + at, there.role()));
                    default -> {
                        return false;
                    }
                }
                return true;
            }

            private boolean fewer() {
                if (quantity < 2) {
                    return false;
                }
                quantity--;
                refunded = Math.min(refunded, quantity);
                while (people.size() > quantity) {
                    people.remove(random.nextInt(people.size()));
                }
                return true;
            }

            /** Somebody who is on no other line of the same course. */
            private boolean name() {
                for (int tries = 0; tries < 10; tries++) {
                    String person = any(PEOPLE);
                    boolean here = people.stream().anyMatch(named -> named.person().equals(person));
                    if (!here && !isThere(ware, person, this)) {
                        boolean own = moves.contains(Move.CHANGE_ROLE) && oneIn(6);
                        people.add(new Named(person, own ? any(ROLES) : ""));
                        return true;
                    }
                }
                return false;
            }

            private Line says(boolean silent) {
                return new Line(
                        id,
                        ware,
                        quantity,
                        silent && refunded == 0 ? null : refunded,
                        silent ? null : List.copyOf(people),
                        "");
            }
        }
    }
}
