package org.moodlegateway.sandbox;

import static org.moodlegateway.sandbox.MoodleFunction.reading;
import static org.moodlegateway.sandbox.MoodleFunction.writing;
import static org.moodlegateway.sandbox.Shape.ALPHANUMEXT;
import static org.moodlegateway.sandbox.Shape.BOOL;
import static org.moodlegateway.sandbox.Shape.Field.optional;
import static org.moodlegateway.sandbox.Shape.Field.required;
import static org.moodlegateway.sandbox.Shape.INT;
import static org.moodlegateway.sandbox.Shape.RAW;
import static org.moodlegateway.sandbox.Shape.TEXT;
import static org.moodlegateway.sandbox.Shape.list;
import static org.moodlegateway.sandbox.Shape.struct;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the site says about itself, and functions that are there to refuse. */
final class SiteFunctions {
    /** Gets through even when the account must change its password first. */
    static final String SITE_INFO = "core_webservice_get_site_info";

    private SiteFunctions() {}

    static List<MoodleFunction> all() {
        Shape cohort =
                struct(
                        required(
                                "categorytype",
                                struct(required("type", TEXT), required("value", RAW))),
                        required("name", RAW),
                        required("idnumber", RAW),
                        optional("description", RAW),
                        optional("descriptionformat", INT),
                        optional("visible", BOOL),
                        optional("theme", RAW));
        Shape events =
                struct(
                        optional("events", struct(optional("courseids", list(INT)))),
                        optional("options", struct(optional("timestart", INT))));
        return List.of(
                reading(
                        SITE_INFO,
                        struct(optional("serviceshortnames", list(ALPHANUMEXT))),
                        SiteFunctions::siteInfo),
                writing(
                        "core_cohort_create_cohorts",
                        struct(required("cohorts", list(cohort))),
                        "",
                        call -> {
                            throw MoodleError.capability(Capabilities.COHORT_MANAGE);
                        }),
                new MoodleFunction(
                        "core_calendar_get_calendar_events", events, "", false, call -> List.of()));
    }

    private static Object siteInfo(Call call) {
        MoodleUser self = call.self();
        Map<String, Object> info =
                Fields.with("sitename", call.settings().name())
                        .and("username", self.username())
                        .and("firstname", self.firstname())
                        .and("lastname", self.lastname())
                        .and("fullname", self.fullname())
                        .and("lang", self.lang())
                        .and("userid", self.id())
                        .and("siteurl", call.siteUrl())
                        .and(
                                "userpictureurl",
                                call.siteUrl() + "/theme/image.php/boost/core/1/u/f1")
                        .and("functions", functions(call))
                        .and("downloadfiles", 0)
                        .and("uploadfiles", 0)
                        .and("release", call.behaviour().release())
                        .and("version", call.behaviour().version())
                        .and("mobilecssurl", "")
                        .and("advancedfeatures", List.of())
                        .and("usercanmanageownfiles", true)
                        .and("userquota", 0)
                        .and("usermaxuploadfilesize", -1)
                        .and("userhomepage", 0)
                        .and("siteid", MoodleCourse.FRONT_PAGE)
                        .and("sitecalendartype", "gregorian")
                        .and("usercalendartype", "gregorian")
                        .and("userissiteadmin", call.caller().admin())
                        .and("theme", "boost")
                        .and("limitconcurrentlogins", 0)
                        .map();
        if (call.behaviour().isFive()) {
            // as 5.0.6 answers whoever never clicked a policy, also on a site that has none
            info.put("policyagreed", 0);
        }
        return info;
    }

    private static List<Object> functions(Call call) {
        List<Object> functions = new ArrayList<>();
        for (MoodleFunction function : FunctionTable.of(call.behaviour()).all()) {
            if (function.inService()
                    && !call.caller().withoutFunctions().contains(function.name())) {
                functions.add(
                        Fields.with("name", function.name())
                                .and("version", call.behaviour().version())
                                .map());
            }
        }
        return functions;
    }
}
