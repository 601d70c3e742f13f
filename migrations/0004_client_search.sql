-- Manage Clients (SET-40, SET-41): the lists it pages through, and the words it finds clients by.
--
-- Both tables are derived from clients, client_logins and client_overrides, and kept current by the triggers below: whoever
-- writes a client need not know them. `UPDATE clients SET sort_name = sort_name, archived_at = archived_at` makes them anew.
-- No FTS5: its index is one for all organizations, it cannot be ordered by name, and D1 exports no virtual tables.

CREATE TABLE client_directory (                -- which lists a client is on, in the order of the page: a page is one range of the key
  organization_id TEXT NOT NULL,
  list TEXT NOT NULL CHECK (list IN ('all', 'account', 'no_account', 'override', 'archived')),
  sort_name TEXT NOT NULL,
  client_id TEXT NOT NULL,
  PRIMARY KEY (organization_id, list, sort_name, client_id),
  FOREIGN KEY (organization_id, client_id) REFERENCES clients (organization_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX client_directory_by_client ON client_directory (organization_id, client_id);

CREATE TABLE client_search (                   -- the words of names and e-mail addresses, plain: "obrien", "nunez", "ana@home.example"
  organization_id TEXT NOT NULL,
  token TEXT NOT NULL,
  sort_name TEXT NOT NULL,
  client_id TEXT NOT NULL,
  PRIMARY KEY (organization_id, token, sort_name, client_id),
  FOREIGN KEY (organization_id, client_id) REFERENCES clients (organization_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX client_search_by_client ON client_search (organization_id, client_id, token);

-- What every client is on. A merged client is on no list; an archived one only on hers.
CREATE VIEW client_lists AS
  SELECT organization_id, id AS client_id, sort_name, CASE WHEN archived_at IS NULL THEN 'all' ELSE 'archived' END AS list
  FROM clients WHERE merged_into IS NULL
  UNION ALL
  SELECT organization_id, id, sort_name, CASE WHEN EXISTS (
    SELECT 1 FROM client_logins l WHERE l.organization_id = c.organization_id AND l.client_id = c.id AND l.ended_at IS NULL) THEN 'account' ELSE 'no_account' END
  FROM clients c WHERE merged_into IS NULL AND archived_at IS NULL
  UNION ALL
  SELECT organization_id, id, sort_name, 'override'
  FROM clients c WHERE merged_into IS NULL AND archived_at IS NULL AND EXISTS (
    SELECT 1 FROM client_overrides o WHERE o.organization_id = c.organization_id AND o.client_id = c.id AND o.value = 'off');

-- Letters beyond ASCII as they are looked up: lower case, without accents; '' for an apostrophe, a space between words.
-- Written by src/clients/search-words.ts, and compared with it by a test.
CREATE VIEW search_letters AS SELECT '{
  "\u00a0":" ","\u00ab":" ","\u00b7":" ","\u00bb":" ","\u2010":" ","\u2011":" ","\u2013":" ","\u2014":" ","\u201c":" ","\u201d":" ",
  "\u201e":" ","\u00ad":"","\u00b4":"","ʻ":"","ʼ":"","\u0300":"","\u0301":"","\u0302":"","\u0303":"","\u0304":"","\u0305":"","\u0306":"",
  "\u0307":"","\u0308":"","\u0309":"","\u030a":"","\u030b":"","\u030c":"","\u030d":"","\u030e":"","\u030f":"","\u0310":"","\u0311":"",
  "\u0312":"","\u0313":"","\u0314":"","\u0315":"","\u0316":"","\u0317":"","\u0318":"","\u0319":"","\u031a":"","\u031b":"","\u031c":"",
  "\u031d":"","\u031e":"","\u031f":"","\u0320":"","\u0321":"","\u0322":"","\u0323":"","\u0324":"","\u0325":"","\u0326":"","\u0327":"",
  "\u0328":"","\u0329":"","\u032a":"","\u032b":"","\u032c":"","\u032d":"","\u032e":"","\u032f":"","\u0330":"","\u0331":"","\u0332":"",
  "\u0333":"","\u0334":"","\u0335":"","\u0336":"","\u0337":"","\u0338":"","\u0339":"","\u033a":"","\u033b":"","\u033c":"","\u033d":"",
  "\u033e":"","\u033f":"","\u0340":"","\u0341":"","\u0342":"","\u0343":"","\u0344":"","\u0345":"","\u0346":"","\u0347":"","\u0348":"",
  "\u0349":"","\u034a":"","\u034b":"","\u034c":"","\u034d":"","\u034e":"","\u034f":"","\u0350":"","\u0351":"","\u0352":"","\u0353":"",
  "\u0354":"","\u0355":"","\u0356":"","\u0357":"","\u0358":"","\u0359":"","\u035a":"","\u035b":"","\u035c":"","\u035d":"","\u035e":"",
  "\u035f":"","\u0360":"","\u0361":"","\u0362":"","\u0363":"","\u0364":"","\u0365":"","\u0366":"","\u0367":"","\u0368":"","\u0369":"",
  "\u036a":"","\u036b":"","\u036c":"","\u036d":"","\u036e":"","\u036f":"","\u0483":"","\u0484":"","\u0485":"","\u0486":"","\u0487":"",
  "\u0488":"","\u0489":"","\u200b":"","\u200c":"","\u200d":"","\u2018":"","\u2019":"","À":"a","Á":"a","Â":"a","Ã":"a","Ä":"a","Å":"a","à":"a",
  "á":"a","â":"a","ã":"a","ä":"a","å":"a","Ā":"a","ā":"a","Ă":"a","ă":"a","Ą":"a","ą":"a","Ḁ":"a","ḁ":"a","Ạ":"a","ạ":"a","Ả":"a","ả":"a",
  "Ấ":"a","ấ":"a","Ầ":"a","ầ":"a","Ẩ":"a","ẩ":"a","Ẫ":"a","ẫ":"a","Ậ":"a","ậ":"a","Ắ":"a","ắ":"a","Ằ":"a","ằ":"a","Ẳ":"a","ẳ":"a","Ẵ":"a",
  "ẵ":"a","Ặ":"a","ặ":"a","Æ":"ae","æ":"ae","Ç":"c","ç":"c","Ć":"c","ć":"c","Ĉ":"c","ĉ":"c","Ċ":"c","ċ":"c","Č":"c","č":"c","Ḉ":"c","ḉ":"c",
  "È":"e","É":"e","Ê":"e","Ë":"e","è":"e","é":"e","ê":"e","ë":"e","Ē":"e","ē":"e","Ĕ":"e","ĕ":"e","Ė":"e","ė":"e","Ę":"e","ę":"e","Ě":"e",
  "ě":"e","Ḕ":"e","ḕ":"e","Ḗ":"e","ḗ":"e","Ḙ":"e","ḙ":"e","Ḛ":"e","ḛ":"e","Ḝ":"e","ḝ":"e","Ẹ":"e","ẹ":"e","Ẻ":"e","ẻ":"e","Ẽ":"e","ẽ":"e",
  "Ế":"e","ế":"e","Ề":"e","ề":"e","Ể":"e","ể":"e","Ễ":"e","ễ":"e","Ệ":"e","ệ":"e","Ì":"i","Í":"i","Î":"i","Ï":"i","ì":"i","í":"i","î":"i",
  "ï":"i","Ĩ":"i","ĩ":"i","Ī":"i","ī":"i","Ĭ":"i","ĭ":"i","Į":"i","į":"i","İ":"i","ı":"i","Ḭ":"i","ḭ":"i","Ḯ":"i","ḯ":"i","Ỉ":"i","ỉ":"i",
  "Ị":"i","ị":"i","Ð":"d","ð":"d","Ď":"d","ď":"d","Đ":"d","đ":"d","Ḋ":"d","ḋ":"d","Ḍ":"d","ḍ":"d","Ḏ":"d","ḏ":"d","Ḑ":"d","ḑ":"d","Ḓ":"d",
  "ḓ":"d","Ñ":"n","ñ":"n","Ń":"n","ń":"n","Ņ":"n","ņ":"n","Ň":"n","ň":"n","Ŋ":"n","ŋ":"n","Ṅ":"n","ṅ":"n","Ṇ":"n","ṇ":"n","Ṉ":"n","ṉ":"n",
  "Ṋ":"n","ṋ":"n","Ò":"o","Ó":"o","Ô":"o","Õ":"o","Ö":"o","Ø":"o","ò":"o","ó":"o","ô":"o","õ":"o","ö":"o","ø":"o","Ō":"o","ō":"o","Ŏ":"o",
  "ŏ":"o","Ő":"o","ő":"o","Ṍ":"o","ṍ":"o","Ṏ":"o","ṏ":"o","Ṑ":"o","ṑ":"o","Ṓ":"o","ṓ":"o","Ọ":"o","ọ":"o","Ỏ":"o","ỏ":"o","Ố":"o","ố":"o",
  "Ồ":"o","ồ":"o","Ổ":"o","ổ":"o","Ỗ":"o","ỗ":"o","Ộ":"o","ộ":"o","Ớ":"o","ớ":"o","Ờ":"o","ờ":"o","Ở":"o","ở":"o","Ỡ":"o","ỡ":"o","Ợ":"o",
  "ợ":"o","Ù":"u","Ú":"u","Û":"u","Ü":"u","ù":"u","ú":"u","û":"u","ü":"u","Ũ":"u","ũ":"u","Ū":"u","ū":"u","Ŭ":"u","ŭ":"u","Ů":"u","ů":"u",
  "Ű":"u","ű":"u","Ų":"u","ų":"u","Ṳ":"u","ṳ":"u","Ṵ":"u","ṵ":"u","Ṷ":"u","ṷ":"u","Ṹ":"u","ṹ":"u","Ṻ":"u","ṻ":"u","Ụ":"u","ụ":"u","Ủ":"u",
  "ủ":"u","Ứ":"u","ứ":"u","Ừ":"u","ừ":"u","Ử":"u","ử":"u","Ữ":"u","ữ":"u","Ự":"u","ự":"u","Ý":"y","ý":"y","ÿ":"y","Ŷ":"y","ŷ":"y","Ÿ":"y",
  "Ẏ":"y","ẏ":"y","ẙ":"y","Ỳ":"y","ỳ":"y","Ỵ":"y","ỵ":"y","Ỷ":"y","ỷ":"y","Ỹ":"y","ỹ":"y","Þ":"th","þ":"th","ß":"ss","ẞ":"ss","Ĝ":"g","ĝ":"g",
  "Ğ":"g","ğ":"g","Ġ":"g","ġ":"g","Ģ":"g","ģ":"g","Ḡ":"g","ḡ":"g","Ĥ":"h","ĥ":"h","Ħ":"h","ħ":"h","Ḣ":"h","ḣ":"h","Ḥ":"h","ḥ":"h","Ḧ":"h",
  "ḧ":"h","Ḩ":"h","ḩ":"h","Ḫ":"h","ḫ":"h","ẖ":"h","Ĳ":"ĳ","Ĵ":"j","ĵ":"j","Ķ":"k","ķ":"k","Ḱ":"k","ḱ":"k","Ḳ":"k","ḳ":"k","Ḵ":"k","ḵ":"k",
  "Ĺ":"l","ĺ":"l","Ļ":"l","ļ":"l","Ľ":"l","ľ":"l","Ł":"l","ł":"l","Ḷ":"l","ḷ":"l","Ḹ":"l","ḹ":"l","Ḻ":"l","ḻ":"l","Ḽ":"l","ḽ":"l","Ŀ":"ŀ",
  "Œ":"oe","œ":"oe","Ŕ":"r","ŕ":"r","Ŗ":"r","ŗ":"r","Ř":"r","ř":"r","Ṙ":"r","ṙ":"r","Ṛ":"r","ṛ":"r","Ṝ":"r","ṝ":"r","Ṟ":"r","ṟ":"r","Ś":"s",
  "ś":"s","Ŝ":"s","ŝ":"s","Ş":"s","ş":"s","Š":"s","š":"s","Ș":"s","ș":"s","Ṡ":"s","ṡ":"s","Ṣ":"s","ṣ":"s","Ṥ":"s","ṥ":"s","Ṧ":"s","ṧ":"s",
  "Ṩ":"s","ṩ":"s","Ţ":"t","ţ":"t","Ť":"t","ť":"t","Ŧ":"t","ŧ":"t","Ț":"t","ț":"t","Ṫ":"t","ṫ":"t","Ṭ":"t","ṭ":"t","Ṯ":"t","ṯ":"t","Ṱ":"t",
  "ṱ":"t","ẗ":"t","Ŵ":"w","ŵ":"w","Ẁ":"w","ẁ":"w","Ẃ":"w","ẃ":"w","Ẅ":"w","ẅ":"w","Ẇ":"w","ẇ":"w","Ẉ":"w","ẉ":"w","ẘ":"w","Ź":"z","ź":"z",
  "Ż":"z","ż":"z","Ž":"z","ž":"z","Ẑ":"z","ẑ":"z","Ẓ":"z","ẓ":"z","Ẕ":"z","ẕ":"z","Ά":"α","Α":"α","ά":"α","\u0387":"·","Έ":"ε","Ε":"ε",
  "έ":"ε","Ή":"η","Η":"η","ή":"η","Ί":"ι","ΐ":"ι","Ι":"ι","Ϊ":"ι","ί":"ι","ϊ":"ι","Ό":"ο","Ο":"ο","ό":"ο","Ύ":"υ","Υ":"υ","Ϋ":"υ","ΰ":"υ",
  "ϋ":"υ","ύ":"υ","Ώ":"ω","Ω":"ω","ώ":"ω","Β":"β","Γ":"γ","Δ":"δ","Ζ":"ζ","Θ":"θ","Κ":"κ","Λ":"λ","Μ":"μ","Ν":"ν","Ξ":"ξ","Π":"π","Ρ":"ρ",
  "Σ":"σ","ς":"σ","Τ":"τ","Φ":"φ","Χ":"χ","Ψ":"ψ","Ѐ":"е","Ё":"е","Е":"е","ѐ":"е","ё":"е","Ӗ":"е","ӗ":"е","Ђ":"ђ","Ѓ":"г","Г":"г","ѓ":"г",
  "Є":"є","Ѕ":"ѕ","І":"і","Ї":"і","ї":"і","Ј":"ј","Љ":"љ","Њ":"њ","Ћ":"ћ","Ќ":"к","К":"к","ќ":"к","Ѝ":"и","И":"и","Й":"и","й":"и","ѝ":"и",
  "Ӣ":"и","ӣ":"и","Ӥ":"и","ӥ":"и","Ў":"у","У":"у","ў":"у","Ӯ":"у","ӯ":"у","Ӱ":"у","ӱ":"у","Ӳ":"у","ӳ":"у","Џ":"џ","А":"а","Ӑ":"а","ӑ":"а",
  "Ӓ":"а","ӓ":"а","Б":"б","В":"в","Д":"д","Ж":"ж","Ӂ":"ж","ӂ":"ж","Ӝ":"ж","ӝ":"ж","З":"з","Ӟ":"з","ӟ":"з","Л":"л","М":"м","Н":"н","О":"о",
  "Ӧ":"о","ӧ":"о","П":"п","Р":"р","С":"с","Т":"т","Ф":"ф","Х":"х","Ц":"ц","Ч":"ч","Ӵ":"ч","ӵ":"ч","Ш":"ш","Щ":"щ","Ъ":"ъ","Ы":"ы","Ӹ":"ы",
  "ӹ":"ы","Ь":"ь","Э":"э","Ӭ":"э","ӭ":"э","Ю":"ю","Я":"я","Ѡ":"ѡ","Ѣ":"ѣ","Ѥ":"ѥ","Ѧ":"ѧ","Ѩ":"ѩ","Ѫ":"ѫ","Ѭ":"ѭ","Ѯ":"ѯ","Ѱ":"ѱ","Ѳ":"ѳ",
  "Ѵ":"ѵ","Ѷ":"ѵ","ѷ":"ѵ","Ѹ":"ѹ","Ѻ":"ѻ","Ѽ":"ѽ","Ѿ":"ѿ","Ҁ":"ҁ","Ҋ":"ҋ","Ҍ":"ҍ","Ҏ":"ҏ","Ґ":"ґ","Ғ":"ғ","Ҕ":"ҕ","Җ":"җ","Ҙ":"ҙ","Қ":"қ",
  "Ҝ":"ҝ","Ҟ":"ҟ","Ҡ":"ҡ","Ң":"ң","Ҥ":"ҥ","Ҧ":"ҧ","Ҩ":"ҩ","Ҫ":"ҫ","Ҭ":"ҭ","Ү":"ү","Ұ":"ұ","Ҳ":"ҳ","Ҵ":"ҵ","Ҷ":"ҷ","Ҹ":"ҹ","Һ":"һ","Ҽ":"ҽ",
  "Ҿ":"ҿ","Ӏ":"ӏ","Ӄ":"ӄ","Ӆ":"ӆ","Ӈ":"ӈ","Ӊ":"ӊ","Ӌ":"ӌ","Ӎ":"ӎ","Ӕ":"ӕ","Ә":"ә","Ӛ":"ә","ӛ":"ә","Ӡ":"ӡ","Ө":"ө","Ӫ":"ө","ӫ":"ө","Ӷ":"ӷ",
  "Ӻ":"ӻ","Ӽ":"ӽ","Ӿ":"ӿ","Ḃ":"b","ḃ":"b","Ḅ":"b","ḅ":"b","Ḇ":"b","ḇ":"b","Ḟ":"f","ḟ":"f","Ḿ":"m","ḿ":"m","Ṁ":"m","ṁ":"m","Ṃ":"m","ṃ":"m",
  "Ṕ":"p","ṕ":"p","Ṗ":"p","ṗ":"p","Ṽ":"v","ṽ":"v","Ṿ":"v","ṿ":"v","Ẋ":"x","ẋ":"x","Ẍ":"x","ẍ":"x","ẛ":"ſ"
}' AS plain;

CREATE TRIGGER clients_listed AFTER UPDATE OF sort_name, archived_at, merged_into ON clients BEGIN
  DELETE FROM client_directory WHERE organization_id = OLD.organization_id AND client_id = OLD.id;
  INSERT INTO client_directory (organization_id, list, sort_name, client_id)
    SELECT organization_id, list, sort_name, client_id FROM client_lists WHERE organization_id = NEW.organization_id AND client_id = NEW.id;
END;

-- The name and what stands before the @ letter by letter (the array of zeros only counts), put together again and split at
-- the spaces; the whole address is one word more. A trigger cannot have WITH RECURSIVE.
CREATE TRIGGER clients_worded AFTER UPDATE OF name, sort_name, email, merged_into ON clients BEGIN
  DELETE FROM client_search WHERE organization_id = OLD.organization_id AND client_id = OLD.id;
  INSERT INTO client_search (organization_id, token, sort_name, client_id)
    SELECT NEW.organization_id, word.value, NEW.sort_name, NEW.id
    FROM json_each('[' || replace(json_quote((
      SELECT group_concat(CASE
        WHEN letter GLOB '[a-zA-Z0-9]' THEN lower(letter)
        WHEN letter IN ('''', '`') THEN ''
        WHEN unicode(letter) < 128 THEN ' '
        ELSE coalesce((SELECT plain ->> letter FROM search_letters), letter) END, '' ORDER BY position)
      FROM (
        SELECT count.key AS position, substr(text, count.key + 1, 1) AS letter
        FROM (SELECT substr(NEW.name || ' ' || coalesce(substr(NEW.email, 1, instr(NEW.email, '@') - 1), ''), 1, 300) AS text) AS one,
          json_each('[' || rtrim(replace(hex(zeroblob(length(one.text))), '00', '0,'), ',') || ']') AS count)
      )), ' ', '","') || ']') AS word
    WHERE word.value <> '' AND NEW.merged_into IS NULL
    UNION
    SELECT NEW.organization_id, NEW.email, NEW.sort_name, NEW.id WHERE NEW.email <> '' AND NEW.merged_into IS NULL;
END;

-- Whatever else says where a client belongs touches her, so that the two triggers above are the only ones that know how.
CREATE TRIGGER clients_arrived AFTER INSERT ON clients BEGIN
  UPDATE clients SET sort_name = sort_name, archived_at = archived_at WHERE organization_id = NEW.organization_id AND id = NEW.id;
END;
CREATE TRIGGER client_logins_began AFTER INSERT ON client_logins BEGIN
  UPDATE clients SET archived_at = archived_at WHERE organization_id = NEW.organization_id AND id = NEW.client_id;
END;
CREATE TRIGGER client_logins_changed AFTER UPDATE OF ended_at ON client_logins BEGIN
  UPDATE clients SET archived_at = archived_at WHERE organization_id = NEW.organization_id AND id = NEW.client_id;
END;
CREATE TRIGGER client_logins_went AFTER DELETE ON client_logins BEGIN
  UPDATE clients SET archived_at = archived_at WHERE organization_id = OLD.organization_id AND id = OLD.client_id;
END;
CREATE TRIGGER client_overrides_began AFTER INSERT ON client_overrides BEGIN
  UPDATE clients SET archived_at = archived_at WHERE organization_id = NEW.organization_id AND id = NEW.client_id;
END;
CREATE TRIGGER client_overrides_changed AFTER UPDATE OF value ON client_overrides BEGIN
  UPDATE clients SET archived_at = archived_at WHERE organization_id = NEW.organization_id AND id = NEW.client_id;
END;
CREATE TRIGGER client_overrides_went AFTER DELETE ON client_overrides BEGIN
  UPDATE clients SET archived_at = archived_at WHERE organization_id = OLD.organization_id AND id = OLD.client_id;
END;

UPDATE clients SET sort_name = sort_name, archived_at = archived_at;
