using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Node.Api.Bodies;

/// <summary>Body of <c>POST /v1/placement/migrations</c>.</summary>
/// <param name="Target">A slot or a session.</param>
/// <param name="TimeoutSeconds">To wait until it has moved; null: the default.</param>
internal sealed record MigrationRequestBody(
    string Target,
    string Node,
    bool DryRun,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? TimeoutSeconds);

/// <param name="From">Null: no node has the slot yet.</param>
/// <param name="Status">
/// <c>possible</c> (dry run), <c>there</c>, <c>moved</c>, <c>moving</c> (not within the time) or <c>reserved</c>.
/// </param>
internal sealed record MigrationBody(string Slot, string? From, string To, ImmutableArray<string> Sessions, string Status)
{
    public static MigrationBody Of(Migration migration) => new(
        migration.Slot.ToString(),
        migration.From,
        migration.To,
        [.. migration.Sessions.Select(session => session.ToString())],
        ApiNames.Of(migration.Status));
}
