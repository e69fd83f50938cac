using System.Text.Json;
using System.Text.Json.Serialization;
using Hanzo.Network.Text;

namespace Hanzo.Network.Consensus.Groups;

/// <summary>
/// How much of a closed group was carried over, kept in the group that goes on: changed with what it tells of, in one transaction, so that
/// each key is carried over once, whoever does it.
/// </summary>
/// <param name="Keys">The last key that was looked at; null: none yet.</param>
/// <param name="Sessions">The last session whose history was; null: none yet.</param>
/// <param name="Indices">The last slot's index that was, after all sessions; null: none yet.</param>
/// <param name="Carried">Keys.</param>
/// <param name="Leased">Keys that went with their leases.</param>
/// <param name="Conflicts">Keys that have other values here.</param>
/// <param name="Histories">Of sessions.</param>
/// <param name="Kept">Histories that have others under their names here.</param>
public sealed record CarryMark(
    string? Keys = null, bool KeysDone = false, string? Sessions = null, bool IsDone = false, long Carried = 0, long Leased = 0,
    long Conflicts = 0, long Histories = 0, long Kept = 0, string? Indices = null)
{
    /// <summary>Of keys that tell of closed groups.</summary>
    public const string Prefix = "hanzo/closed/";

    /// <summary>Names that are listed of what stayed behind, of keys and of sessions each; more are only counted.</summary>
    public const int MaxListed = 1_000;

    public bool LeavesNothing => Conflicts == 0 && Kept == 0;

    public static string KeyOf(string group) => Prefix + group;

    /// <summary>Under it is the name of a key that has another value here.</summary>
    public static string ConflictKey(string group, long number) => $"{KeyOf(group)}/keys/{number:D4}";

    /// <summary>Under it is the id of a session that has another history here.</summary>
    public static string SessionKey(string group, long number) => $"{KeyOf(group)}/sessions/{number:D4}";

    public string Write() => JsonSerializer.Serialize(this, GroupsJson.Default.CarryMark);

    /// <exception cref="FormatException">The text is no mark.</exception>
    public static CarryMark Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, GroupsJson.Default.CarryMark) ?? throw new FormatException("the mark is null.");
        }
        catch (JsonException failure)
        {
            throw new FormatException($"what was carried over of a closed group cannot be read: {failure.Message}", failure);
        }
    }
}

/// <summary>A closed group as its folder tells of it; names are part of the format.</summary>
public static class ClosedGroupFile
{
    public static byte[] Write(ClosedGroup closed) => JsonSerializer.SerializeToUtf8Bytes(closed, GroupsJson.Default.ClosedGroup);

    /// <exception cref="FormatException">The bytes are none.</exception>
    public static ClosedGroup Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, GroupsJson.Default.ClosedGroup) is { Group: not null } closed
                ? closed
                : throw new FormatException("a closed group has no name.");
        }
        catch (JsonException failure)
        {
            throw new FormatException($"a closed group cannot be read: {failure.Message}", failure);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(CarryMark))]
[JsonSerializable(typeof(ClosedGroup))]
internal sealed partial class GroupsJson : JsonSerializerContext
{
    static GroupsJson() => Default = new GroupsJson(PlainJson.Of(Default.GeneratedSerializerOptions!));
}
