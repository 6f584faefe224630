package org.moodlegateway.lives;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.moodlegateway.ledger.SeatView;

/** Lives that are led side by side: all go one stretch, Moodle follows, all are looked at. */
final class Lives {
    private final Gatehouse gatehouse;
    private int salts;

    Lives(Gatehouse gatehouse) {
        this.gatehouse = gatehouse;
    }

    /** A life that came to something else than it should, made as short as possible. */
    record Failure(Life life, String problem, Shown shown) {
        @Override
        public String toString() {
            return problem + "\n" + life + "\n  seen: " + shown;
        }
    }

    /** Leads all of them; the failures, not shortened. */
    List<Failure> lead(List<Life> lives) {
        return outcomes(lives).stream().flatMap(Optional::stream).toList();
    }

    /** The same, one outcome a life; empty for what went well. */
    List<Optional<Failure>> outcomes(List<Life> lives) {
        List<Led> all = new ArrayList<>();
        lives.forEach(life -> all.add(new Led(life, new Salt(++salts))));
        gatehouse.analyze();
        while (all.stream().anyMatch(Led::goesOn)) {
            List<Led> moved = all.stream().filter(Led::goesOn).toList();
            moved.forEach(Led::stretch);
            gatehouse.follow();
            moved.forEach(Led::look);
        }
        return all.stream().map(led -> led.failure).toList();
    }

    /** Leaves out step after step while it still fails. */
    Failure shortened(Failure failure) {
        Failure shortest = failure;
        boolean shorter = true;
        while (shorter) {
            shorter = false;
            for (int step = shortest.life.steps().size() - 1; step >= 0; step--) {
                List<Failure> again = lead(List.of(shortest.life.without(step)));
                if (!again.isEmpty()) {
                    shortest = again.get(0);
                    shorter = true;
                }
            }
        }
        return shortest;
    }

    /** One life on its way. */
    private final class Led {
        private final Life life;
        private final Salt salt;
        private final LifeModel model = new LifeModel();
        private final Set<String> people = new TreeSet<>();
        private final Set<String> orders = new TreeSet<>();
        private int next;
        private Optional<Failure> failure = Optional.empty();

        Led(Life life, Salt salt) {
            this.life = life;
            this.salt = salt;
        }

        boolean goesOn() {
            return failure.isEmpty() && next < life.steps().size();
        }

        void stretch() {
            boolean followed = false;
            while (!followed && next < life.steps().size()) {
                followed = step(life.steps().get(next++));
            }
        }

        /** Whether Moodle is to follow now. */
        private boolean step(Life.Step step) {
            if (step instanceof Life.Step.Told told) {
                tell(told.said());
            } else if (step instanceof Life.Step.Opened opened) {
                if (gatehouse.open(opened.person(), opened.course(), salt)) {
                    model.opened(opened.person(), opened.course());
                }
            } else if (step instanceof Life.Step.Given given) {
                give(given);
            } else if (step instanceof Life.Step.Emptied emptied) {
                empty(emptied);
            } else {
                return true;
            }
            return false;
        }

        private void tell(Said said) {
            gatehouse.tell(said, salt);
            model.hear(said);
            orders.add(said.order());
            people.add(said.buyer());
            if (said.lines() != null) {
                said.lines().stream()
                        .filter(line -> line.people() != null)
                        .flatMap(line -> line.people().stream())
                        .forEach(named -> people.add(named.person()));
            }
        }

        private void give(Life.Step.Given given) {
            people.add(given.person());
            Optional<SeatView> seat = gatehouse.seat(given.order(), given.nth(), salt);
            if (seat.isPresent() && gatehouse.give(seat.get(), given.person(), salt)) {
                String course = course(seat.get());
                String instead = person(seat.get());
                model.order(given.order()).gave(seat.get().reference(), course, given.person());
                model.left(instead, course);
            }
        }

        private void empty(Life.Step.Emptied emptied) {
            Optional<SeatView> seat = gatehouse.seat(emptied.order(), emptied.nth(), salt);
            if (seat.isPresent() && !seat.get().email().isEmpty() && gatehouse.empty(seat.get())) {
                model.order(emptied.order()).emptied(seat.get().reference(), course(seat.get()));
                model.left(person(seat.get()), course(seat.get()));
            }
        }

        private String person(SeatView seat) {
            return seat.email().split("[.]", 2)[0];
        }

        private String course(SeatView seat) {
            return seat.course().split("[: -]")[seat.course().contains(":") ? 1 : 0];
        }

        void look() {
            Shown shown = gatehouse.look(people, orders, salt);
            failure = model.judge(shown).map(problem -> new Failure(life, problem, shown));
        }
    }
}
