using System.Text;
using System.Text.Json.Nodes;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Cluster.Tests.Persistence;

/// <summary>
/// Snapshots as an earlier version wrote them of the golden journal's sessions, kept for ever as <c>snapshot.N.SESSION.json</c>: what
/// they say is what the events say, to this version and to every later one.
/// </summary>
public sealed class GoldenSnapshotTests
{
    private const string Manifest = "session.snapshot.1";

    public static TheoryData<int, string> Kept { get; } = new()
    {
        { 1, "clerk.3.01KB4Z6W5N0000000000000000" },
        { 1, "clerk.7.01KB4Z6W5P0000000000000000" },
    };

    [Theory]
    [MemberData(nameof(Kept))]
    public void Every_field_is_understood(int number, string session)
    {
        var written = JsonNode.Parse(TextOf(number, session))!;

        Holds(JsonNode.Parse(Encode(Read(number, session)))!, written, "");
    }

    [Theory]
    [MemberData(nameof(Kept))]
    public void It_says_what_the_events_say_that_it_was_made_of(int number, string session)
    {
        var made = SessionSnapshot.Empty(SessionId.Parse(session));
        foreach (var e in GoldenJournal.Events(number)[session])
            made = made.Apply(ConversationEventCodec.Decode(e.Manifest, Encoding.UTF8.GetBytes(e.Json)), e.Sequence);

        Holds(Counted(made), Counted(Read(number, session)), "");
        Holds(Counted(Read(number, session)), Counted(made), "");
    }

    /// <summary>The version that wrote number 1 did not count what runs use.</summary>
    private static JsonNode Counted(SessionSnapshot snapshot)
    {
        var json = JsonNode.Parse(Encode(snapshot))!;
        foreach (var (_, run) in json["state"]!["runs"]!.AsObject()) run!.AsObject().Remove("used");
        return json;
    }

    private static SessionSnapshot Read(int number, string session) =>
        SessionSnapshotCodec.Decode(Manifest, Encoding.UTF8.GetBytes(TextOf(number, session)));

    private static string TextOf(int number, string session) => File.ReadAllText(
        Path.Combine(AppContext.BaseDirectory, "Persistence", "Golden", $"snapshot.{number}.{session}.json"));

    private static string Encode(SessionSnapshot snapshot) => Encoding.UTF8.GetString(SessionSnapshotCodec.Encode(snapshot));

    /// <summary>This version may write more than the earlier one, never less.</summary>
    private static void Holds(JsonNode now, JsonNode then, string path)
    {
        if (then is JsonObject fields)
            foreach (var (name, value) in fields)
                if (value is null) now.AsObject().ContainsKey(name).ShouldBeTrue($"{path}.{name}");
                else Holds(now[name].ShouldNotBeNull($"{path}.{name}"), value, $"{path}.{name}");
        else if (then is JsonArray items)
            for (var i = 0; i < items.Count; i++) Holds(now[i]!, items[i]!, $"{path}[{i}]");
        else JsonNode.DeepEquals(now, then).ShouldBeTrue(path);
    }
}
