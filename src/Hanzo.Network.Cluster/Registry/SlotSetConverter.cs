using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Cluster.Registry;

/// <summary>Slots by agent, in ranges: <c>{"math":"0-5,9"}</c>, so that many fit into one value: a node's slots.</summary>
internal sealed class SlotSetConverter : JsonConverter<ImmutableSortedSet<string>>
{
    public override void Write(Utf8JsonWriter writer, ImmutableSortedSet<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        var slots = value.Select(text => SlotId.TryParse(text, out var slot) ? slot : throw new JsonException($"'{text}' is no slot."));
        foreach (var agent in slots.GroupBy(slot => slot.Agent).OrderBy(group => group.Key))
            writer.WriteString(agent.Key.Value, Ranges([.. agent.Select(slot => slot.Index).Order()]));
        writer.WriteEndObject();
    }

    public override ImmutableSortedSet<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var slots = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        Require(reader.TokenType is JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            Require(AgentName.TryParse(reader.GetString(), out var agent) && reader.Read() && reader.TokenType is JsonTokenType.String);
            foreach (var range in reader.GetString()!.Split(',')) Add(slots, agent, range);
        }

        Require(reader.TokenType is JsonTokenType.EndObject);
        return slots.ToImmutable();
    }

    private static void Add(ImmutableSortedSet<string>.Builder slots, AgentName agent, string range)
    {
        var dash = range.IndexOf('-', StringComparison.Ordinal);
        var first = Index(dash < 0 ? range : range[..dash]);
        var last = dash < 0 ? first : Index(range[(dash + 1)..]);
        for (var index = first; index <= last; index++) slots.Add(new SlotId(agent, index).ToString());
    }

    private static int Index(string digits)
    {
        Require(int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= SlotId.MaxIndex);
        return index;
    }

    private static string Ranges(ImmutableArray<int> indices)
    {
        var text = new StringBuilder();
        for (var i = 0; i < indices.Length;)
        {
            var first = i;
            while (i + 1 < indices.Length && indices[i + 1] == indices[i] + 1) i++;
            if (first > 0) text.Append(',');
            text.Append(CultureInfo.InvariantCulture, $"{indices[first]}");
            if (i > first) text.Append(CultureInfo.InvariantCulture, $"-{indices[i]}");
            i++;
        }

        return text.ToString();
    }

    private static void Require(bool holds)
    {
        if (!holds) throw new JsonException("slots are not of the form {\"agent\":\"0-5,9\"}.");
    }
}
