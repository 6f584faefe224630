package org.moodlegateway.sandbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The options of {@code core_enrol_get_enrolled_users}; names it does not know are ignored. */
record EnrolledUsersOptions(
        boolean onlyActive,
        boolean onlySuspended,
        List<String> userFields,
        long limitFrom,
        long limitNumber,
        long groupId,
        String withCapability,
        Comparator<MoodleUser> order) {

    private static final Comparator<MoodleUser> BY_ID = Comparator.comparing(MoodleUser::id);

    static EnrolledUsersOptions of(List<Arguments> options) {
        boolean onlyActive = false;
        boolean onlySuspended = false;
        List<String> userFields = new ArrayList<>();
        long limitFrom = 0;
        long limitNumber = 0;
        long groupId = 0;
        String withCapability = "";
        Comparator<MoodleUser> order = BY_ID;
        boolean descending = false;
        for (Arguments option : options) {
            String value = option.text("value");
            switch (option.text("name")) {
                case "onlyactive" -> onlyActive = isTrue(value);
                case "onlysuspended" -> onlySuspended = isTrue(value);
                case "userfields" -> userFields.addAll(fields(value));
                case "limitfrom" -> limitFrom = whole(value);
                case "limitnumber" -> limitNumber = whole(value);
                case "groupid" -> groupId = whole(value);
                case "withcapability" -> withCapability = value;
                case "sortby" -> order = orderBy(value);
                case "sortdirection" -> descending = isDescending(value);
                default -> {
                    // Moodle's switch has no default either
                }
            }
        }
        return new EnrolledUsersOptions(
                onlyActive,
                onlySuspended,
                List.copyOf(userFields),
                limitFrom,
                limitNumber,
                groupId,
                withCapability,
                descending ? order.reversed() : order);
    }

    /** PHP's {@code !empty}. */
    private static boolean isTrue(String value) {
        return !value.isEmpty() && !value.equals("0");
    }

    private static List<String> fields(String value) {
        return List.of(value.split(",")).stream()
                .map(name -> name.replaceAll("[^A-Za-z0-9_-]", ""))
                .toList();
    }

    private static long whole(String value) {
        try {
            return Math.max(0, Long.parseLong(value.strip()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static Comparator<MoodleUser> orderBy(String field) {
        Comparator<MoodleUser> firstname = Comparator.comparing(MoodleUser::firstname);
        Comparator<MoodleUser> lastname = Comparator.comparing(MoodleUser::lastname);
        return switch (field) {
            case "id" -> BY_ID;
            case "firstname" -> firstname.thenComparing(BY_ID);
            case "lastname" -> lastname.thenComparing(BY_ID);
            case "siteorder" -> lastname.thenComparing(firstname).thenComparing(BY_ID);
            default -> throw MoodleError.invalidParameter();
        };
    }

    private static boolean isDescending(String value) {
        return switch (value.toUpperCase(Locale.ROOT)) {
            case "ASC" -> false;
            case "DESC" -> true;
            default -> throw MoodleError.invalidParameter();
        };
    }
}
