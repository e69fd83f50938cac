using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hanzo.Network.State;

internal sealed class StateKeyConverter : JsonConverter<StateKey>
{
    public override StateKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        StateKey.TryParse(reader.GetString(), out var key)
            ? key
            : throw new JsonException($"it is no state key ({StateKey.AllowedForm}).");

    public override void Write(Utf8JsonWriter writer, StateKey value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}

internal sealed class HybridTimeConverter : JsonConverter<HybridTime>
{
    public override HybridTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return HybridTime.Parse(reader.GetString() ?? "");
        }
        catch (FormatException cause)
        {
            throw new JsonException(cause.Message, cause);
        }
    }

    public override void Write(Utf8JsonWriter writer, HybridTime value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

/// <summary>As the JSON that it is, not as a text of it.</summary>
internal sealed class StateValueConverter : JsonConverter<StateValue>
{
    public override bool HandleNull => true;

    public override StateValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return StateValue.Of(document.RootElement);
    }

    public override void Write(Utf8JsonWriter writer, StateValue value, JsonSerializerOptions options) => writer.WriteRawValue(value.Json);
}

internal sealed class StateKindConverter : JsonConverter<StateKind>
{
    public override StateKind Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() switch
        {
            "register" => StateKind.Register,
            "list" => StateKind.List,
            "counter" => StateKind.Counter,
            var other => throw new JsonException($"'{other}' is no kind of shared state: register, list or counter."),
        };

    public override void Write(Utf8JsonWriter writer, StateKind value, JsonSerializerOptions options) =>
        writer.WriteStringValue(NameOf(value));

    public static string NameOf(StateKind kind) => kind switch
    {
        StateKind.Register => "register",
        StateKind.List => "list",
        StateKind.Counter => "counter",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "unknown kind"),
    };
}

/// <summary><c>[sequence,time,value]</c>: a list may have a thousand of them.</summary>
internal sealed class StateListItemConverter : JsonConverter<StateListItem>
{
    public override StateListItem Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var fields = document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement.EnumerateArray().ToArray() : [];
        if (fields is not [{ ValueKind: JsonValueKind.Number } sequence, { ValueKind: JsonValueKind.String } time, var value]
            || !sequence.TryGetInt64(out var number))
            throw new JsonException("an item of a list is its sequence, its time and its value.");
        try
        {
            return new StateListItem(number, HybridTime.Parse(time.GetString()!), StateValue.Of(value));
        }
        catch (FormatException cause)
        {
            throw new JsonException(cause.Message, cause);
        }
    }

    public override void Write(Utf8JsonWriter writer, StateListItem value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.Sequence);
        writer.WriteStringValue(value.Time.ToString());
        writer.WriteRawValue(value.Value.Json);
        writer.WriteEndArray();
    }
}

/// <summary><c>{"writer":[sequence,sum]}</c>, the sum left out when it is 0.</summary>
internal sealed class CoversConverter : JsonConverter<ImmutableSortedDictionary<string, Covered>>
{
    public override ImmutableSortedDictionary<string, Covered> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var covers = ImmutableSortedDictionary.CreateBuilder<string, Covered>(StringComparer.Ordinal);
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException("'seen' is no object.");
        foreach (var property in document.RootElement.EnumerateObject()) covers[property.Name] = CoveredOf(property.Value);
        return covers.ToImmutable();
    }

    public override void Write(Utf8JsonWriter writer, ImmutableSortedDictionary<string, Covered> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, covered) in value)
        {
            writer.WriteStartArray(name);
            writer.WriteNumberValue(covered.Sequence);
            if (covered.Sum != 0) writer.WriteNumberValue(covered.Sum);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static Covered CoveredOf(JsonElement pair)
    {
        var numbers = pair.ValueKind == JsonValueKind.Array ? pair.EnumerateArray().ToArray() : [];
        if (numbers.Length is < 1 or > 2 || numbers.Any(n => n.ValueKind != JsonValueKind.Number || !n.TryGetInt64(out _)))
            throw new JsonException("what was seen of a writer is its sequence, and the sum of its increments.");
        return new Covered(numbers[0].GetInt64(), numbers.Length == 2 ? numbers[1].GetInt64() : 0);
    }
}
