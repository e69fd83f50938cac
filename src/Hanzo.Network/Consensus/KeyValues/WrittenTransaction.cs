using System.Collections.Immutable;
using System.Text.Json;

namespace Hanzo.Network.Consensus.KeyValues;

/// <summary>
/// A <see cref="KeyValueCommand.Transact"/> as people write it. Field by field, so that an error names the field and what may stand there.
/// </summary>
internal static class WrittenTransaction
{
    private static readonly string[] Lists = ["if", "then", "else"];
    private static readonly string[] ComparisonFields = ["key", "part", "kind", "text", "number"];

    private static readonly ImmutableSortedDictionary<string, string[]> OperationFields = ImmutableSortedDictionary.CreateRange(
        StringComparer.Ordinal,
        [
            KeyValuePair.Create<string, string[]>("put", ["kind", "key", "value", "lease"]),
            KeyValuePair.Create<string, string[]>("delete", ["kind", "key", "prefix"]),
            KeyValuePair.Create<string, string[]>("get", ["kind", "key", "prefix"]),
        ]);

    /// <exception cref="FormatException">Names what is wrong.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static KeyValueCommand.Transact Read(ReadOnlyMemory<byte> bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException(
                $"it is {Name(root)}; it must be an object with {string.Join(", ", Lists)}, each of which may be left out.");
        }
        var fields = Fields(root, "", Lists);
        return new KeyValueCommand.Transact(
            List(fields, "if", ReadComparison), List(fields, "then", ReadOperation), List(fields, "else", ReadOperation));
    }

    private static ImmutableArray<T> List<T>(Dictionary<string, JsonElement> fields, string name, Func<JsonElement, string, T> read)
    {
        if (!fields.TryGetValue(name, out var list)) return [];
        if (list.ValueKind != JsonValueKind.Array) throw new FormatException($"'{name}' is {Name(list)}; it must be a list.");
        return [.. list.EnumerateArray().Select((item, at) => read(item, $"{name}[{at}]"))];
    }

    private static Comparison ReadComparison(JsonElement item, string path)
    {
        Require(item, path, "a comparison");
        var fields = Fields(item, path, ComparisonFields);
        var key = RequireText(fields, path, "key");
        var part = Choice<ComparedPart>(fields, path, "part", "parts");
        var kind = Choice<ComparisonKind>(fields, path, "kind", "kinds");
        var text = fields.ContainsKey("text") ? RequireText(fields, path, "text") : null;
        if (part == ComparedPart.Value && text is null)
            throw new FormatException($"'{path}', the comparison of the value of key '{key}', has no 'text'.");
        return new Comparison(key, part, kind, text, Number(fields, path, "number"));
    }

    private static Operation ReadOperation(JsonElement item, string path)
    {
        Require(item, path, "an operation");
        var kind = item.TryGetProperty("kind", out var given) && given.ValueKind == JsonValueKind.String ? given.GetString()! : null;
        if (kind is null || !OperationFields.TryGetValue(kind, out var allowed))
        {
            var found = kind is null ? "no text or missing" : $"'{kind}'";
            throw new FormatException($"'{path}.kind' is {found}; allowed: put, delete, get.");
        }
        var fields = Fields(item, path, allowed);
        var key = RequireText(fields, path, "key");
        return kind switch
        {
            "put" => new Operation.Put(key, RequireText(fields, path, "value"), Number(fields, path, "lease")),
            "delete" => new Operation.Delete(key, Flag(fields, path, "prefix")),
            _ => new Operation.Get(key, Flag(fields, path, "prefix")),
        };
    }

    private static void Require(JsonElement item, string path, string what)
    {
        if (item.ValueKind == JsonValueKind.Null) throw new FormatException($"{what} is null: '{path}'.");
        if (item.ValueKind != JsonValueKind.Object) throw new FormatException($"'{path}' is {Name(item)}; {what} must be an object.");
    }

    // With an 'if' that is misspelt, all would be done.
    private static Dictionary<string, JsonElement> Fields(JsonElement item, string path, string[] allowed)
    {
        var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var field in item.EnumerateObject())
        {
            if (!allowed.Contains(field.Name))
                throw new FormatException($"there is no field '{Path(path, field.Name)}'; allowed: {string.Join(", ", allowed)}.");
            if (!fields.TryAdd(field.Name, field.Value)) throw new FormatException($"'{Path(path, field.Name)}' is there twice.");
        }
        return fields;
    }

    private static string RequireText(Dictionary<string, JsonElement> fields, string path, string name)
    {
        if (!fields.TryGetValue(name, out var value)) throw new FormatException($"'{Path(path, name)}' is missing: a text.");
        if (value.ValueKind != JsonValueKind.String)
            throw new FormatException($"'{Path(path, name)}' is {Name(value)}; it must be a text.");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException half)
        {
            throw new FormatException($"'{Path(path, name)}' is no valid Unicode: half of a pair of surrogates is missing.", half);
        }
    }

    private static T Choice<T>(Dictionary<string, JsonElement> fields, string path, string name, string names)
        where T : struct, Enum
    {
        var all = Enum.GetNames<T>();
        var given = !fields.TryGetValue(name, out var value) ? null
            : value.ValueKind == JsonValueKind.String ? RequireText(fields, path, name) : Name(value);
        if (value.ValueKind == JsonValueKind.String
            && Array.Find(all, one => one.Equals(given, StringComparison.OrdinalIgnoreCase)) is { } known)
            return Enum.Parse<T>(known);
        throw new FormatException(
            $"'{Path(path, name)}' is {(given is null ? "missing" : $"'{given}'")}; {names}: {string.Join(", ", all)}.");
    }

    private static long Number(Dictionary<string, JsonElement> fields, string path, string name) =>
        !fields.TryGetValue(name, out var value) ? 0
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number
        : throw new FormatException($"'{Path(path, name)}' is {Name(value)}; it must be a whole number of at most {long.MaxValue}.");

    private static bool Flag(Dictionary<string, JsonElement> fields, string path, string name) =>
        fields.TryGetValue(name, out var value) && value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw new FormatException($"'{Path(path, name)}' is {Name(value)}; it must be true or false."),
        };

    private static string Path(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Name(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "null",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => $"the number {value.GetRawText()}",
        _ => value.GetRawText(),
    };
}
