using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Hanzo.Network.Files;

/// <summary>Typed access to fields; every misfit names the field and what is allowed.</summary>
internal static class LocatedJsonFields
{
    /// <exception cref="InvalidFileException">Not an object, or it has a field that is not among <paramref name="allowed"/>.</exception>
    public static LocatedJson RequireObject(this LocatedJson value, ReadOnlySpan<string> allowed)
    {
        if (value.Kind != JsonValueKind.Object) throw value.Error($"must be an object with {string.Join(", ", allowed!)}.");
        foreach (var (name, member) in value.Members)
            if (!allowed.Contains(name)) throw member.Error($"is unknown; allowed: {string.Join(", ", allowed!)}.");
        return value;
    }

    /// <summary>The members of an object whose names are free.</summary>
    public static ImmutableArray<(string Name, LocatedJson Value)> RequireMap(this LocatedJson value) =>
        value.Kind == JsonValueKind.Object ? value.Members : throw value.Error("must be an object.");

    public static ImmutableArray<LocatedJson> RequireArray(this LocatedJson value, int maxItems)
    {
        if (value.Kind != JsonValueKind.Array) throw value.Error("must be an array.");
        return value.Items.Length <= maxItems
            ? value.Items
            : throw value.Error($"has {value.Items.Length} items; at most {maxItems} are allowed.");
    }

    public static LocatedJson Require(this LocatedJson parent, string name) =>
        parent.Member(name) ?? throw parent.Error($"the field '{name}' is missing.");

    public static string RequireText(this LocatedJson value, int maxLength, bool allowEmpty = false)
    {
        if (value.Kind != JsonValueKind.String) throw value.Error($"must be a text, not {Shown(value)}.");
        if (!allowEmpty && string.IsNullOrWhiteSpace(value.Text)) throw value.Error($"is empty; it must have 1 to {maxLength} characters.");
        return value.Text.Length <= maxLength
            ? value.Text
            : throw value.Error($"has {value.Text.Length} characters; at most {maxLength} are allowed.");
    }

    public static string Text(this LocatedJson parent, string name, int maxLength) =>
        parent.Member(name)?.RequireText(maxLength, allowEmpty: true) ?? "";

    public static double? Number(this LocatedJson parent, string name, double min, double max, string unit)
    {
        if (parent.Member(name) is not { } value) return null;
        var isNumber = value.Kind == JsonValueKind.Number & double.TryParse(value.Text, CultureInfo.InvariantCulture, out var number);
        if (isNumber && number >= min && number <= max) return number;
        throw value.Error(
            string.Create(CultureInfo.InvariantCulture, $"must be a number from {min:#,0.##} to {max:#,0.##} {unit}, not {Shown(value)}."));
    }

    public static long? Integer(this LocatedJson parent, string name, long min, long max, string unit)
    {
        if (parent.Member(name) is not { } value) return null;
        var isNumber = value.Kind == JsonValueKind.Number & long.TryParse(value.Text, CultureInfo.InvariantCulture, out var number);
        if (isNumber && number >= min && number <= max) return number;
        throw value.Error(
            string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min:#,0} to {max:#,0} {unit}, not {Shown(value)}."));
    }

    public static bool Flag(this LocatedJson parent, string name)
    {
        if (parent.Member(name) is not { } value) return false;
        if (value.Kind is JsonValueKind.True or JsonValueKind.False) return value.Kind == JsonValueKind.True;
        throw value.Error($"must be true or false, not {Shown(value)}.");
    }

    public static T Choice<T>(this LocatedJson value, IEnumerable<(string Name, T Value)> choices)
    {
        foreach (var (name, choice) in choices)
            if (value.Kind == JsonValueKind.String && value.Text == name) return choice;
        throw value.Error($"must be one of {string.Join(", ", choices.Select(choice => choice.Name))}, not {Shown(value)}.");
    }

    private static string Shown(LocatedJson value)
    {
        if (value.Kind is JsonValueKind.Object or JsonValueKind.Array) return value.Kind == JsonValueKind.Object ? "an object" : "an array";
        var text = value.Text.Length <= 40 ? value.Text : value.Text[..40] + "…";
        return value.Kind == JsonValueKind.String ? $"'{text}'" : text;
    }
}
