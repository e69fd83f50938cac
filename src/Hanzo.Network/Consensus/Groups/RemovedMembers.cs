using System.Collections.Immutable;
using Hanzo.Network.Consensus.KeyValues;

namespace Hanzo.Network.Consensus.Groups;

/// <summary>
/// Members that a person has taken out, kept in the group itself, so that every leader knows of them: by the id of the member, since a node
/// that comes back with a log of its own making anew is another member, and welcome.
/// </summary>
public static class RemovedMembers
{
    /// <summary>Of keys, one for each node of which a member was taken out last; under it are the ids, with spaces between them.</summary>
    public const string Prefix = ReservedKeys.OfGroup + "removed/";

    /// <summary>To who has come back all the same.</summary>
    public const string Explanation =
        "this node's member was taken out of the group ('hanzo consensus remove'). To have the node back, stop it, move consensus.db and "
            + "replica.db out of its folder, and start it: it joins as a new member.";

    public static ImmutableSortedSet<MemberId> In(KeyValueState state) =>
        [.. state.Under(Prefix).SelectMany(entry => entry.Value.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(id => new MemberId(id))];

    /// <summary>The entry's payload by which they are.</summary>
    public static byte[] Remove(string node, IEnumerable<MemberId> members)
    {
        var put = new Operation.Put(Prefix + node, string.Join(' ', members));
        return [KeyValuePart.PartKind, .. KeyValueCodec.Write(new KeyValueRequest(new KeyValueCommand.Transact([], [put], [])))];
    }
}
