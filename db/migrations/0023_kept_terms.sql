UPDATE "standing_match" SET "reasons" = jsonb_set("reasons", '{terms}', (
	SELECT coalesce(jsonb_agg(jsonb_build_object('term', term, 'counterpart', term) ORDER BY place), '[]'::jsonb)
	FROM jsonb_array_elements_text("reasons" -> 'terms') WITH ORDINALITY AS terms (term, place)
))
WHERE jsonb_typeof("reasons" -> 'terms' -> 0) IS DISTINCT FROM 'object';
--> statement-breakpoint
-- All posts are matched anew: pairs within one organisation, which others see, were not kept before.
DELETE FROM "matched_post";
