using System.Collections.Immutable;
using System.Net;
using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Agents;
using Hanzo.Network.Joining;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Enrolment;
using Hanzo.Network.Node.Settings;
using Hanzo.Network.Security;
using Hanzo.Network.Security.Invites;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hanzo.Network.Node.Api;

/// <summary>Who may become part of a secured network, and who may no more; on a machine that holds the authority's key.</summary>
internal static class InviteEndpoints
{
    private const string InvitesPath = "/v1/invites";
    private const string RevocationsPath = "/v1/revocations";

    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost(InvitesPath, InviteAsync);
        group.MapPost(RevocationsPath, RevokeAsync);
        group.MapGet(RevocationsPath, List);
    }

    private static async Task<IResult> InviteAsync(HttpContext context, IAgentNetwork network, CancellationToken aborted)
    {
        RequireTrusted(context);
        using var fields = BodyFields.Parse(await BodyReader.ReadOrNoneAsync(context.Request, aborted), ["valid_seconds"]);
        var valid = fields.Seconds("valid_seconds", Invite.UsuallyValid, Invite.MostValid);
        if (valid < Invite.LeastValid)
            throw ApiException.BadField(
                "valid_seconds", "invalid_field", $"'valid_seconds' must be at least {Invite.LeastValid.TotalSeconds}.");
        var status = await network.GetStatusAsync(aborted);
        var listener = Listener(context, status, "invite");
        var enrolment = await OrUnavailableAsync(() => listener.OpenAsync(aborted));
        if (enrolment.IsEmpty)
            throw Unavailable("no address of this machine is known that another one could reach it at; give one with --advertise.");
        var invite = await OrUnavailableAsync(() => Task.FromResult(listener.Desk.Issue(valid, enrolment, Contacts(status))))
            ?? throw new ApiException(
                StatusCodes.Status429TooManyRequests, "too_many_invites",
                $"{InviteBook.MaxOpen} invites are open; they end when they are used or expire.");
        var body = new InviteBody(
            InviteCodec.Write(invite), invite.Network, invite.NetworkId, invite.ExpiresAt,
            [.. invite.Enrolment.Select(address => address.ToString())]);
        return TypedResults.Json(body, ApiJson.Default.InviteBody, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> RevokeAsync(HttpContext context, IAgentNetwork network, CancellationToken aborted)
    {
        RequireTrusted(context);
        using var fields = BodyFields.Parse(await BodyReader.ReadAsync(context.Request, aborted), ["node_id"]);
        var nodeId = fields.RequireText("node_id");
        if (!NodeIdRules.IsValid(nodeId))
            throw ApiException.BadField("node_id", "invalid_field", $"'node_id' must be {NodeIdRules.AllowedForm}.");
        var status = await network.GetStatusAsync(aborted);
        var desk = Listener(context, status, $"revoke {nodeId}").Desk;
        if (nodeId == status.NodeId)
            throw ApiException.BadField(
                "node_id", "own_node",
                $"'{nodeId}' is this node itself, which holds the authority's key: nobody else could let a node in.");
        var list = await OrUnavailableAsync(() => Task.FromResult(desk.Revoke(nodeId)));
        var unkept = desk.Unkept;
        // One that has begun is not left half done because its caller went away.
        var done = await context.RequestServices.GetRequiredService<INodeExpulsion>().ExpelAsync(nodeId, list, CancellationToken.None);
        var hint = done.WasMember ? null : Suggestion.For(nodeId, [.. status.Peers.Keys]);
        var at = list.Nodes.First(node => node.NodeId == nodeId).At;
        return TypedResults.Json(
            new RevocationBody(nodeId, at, list.Version, done.WasMember, done.Everywhere, hint, unkept), ApiJson.Default.RevocationBody);
    }

    private static JsonHttpResult<ShutOutListBody> List(HttpContext context)
    {
        var security = context.RequestServices.GetService<NodeSecurity>() ?? throw Unsecured("revoke");
        var list = security.Revocations;
        return TypedResults.Json(
            new ShutOutListBody(list.Version, [.. list.Nodes.Select(node => new ShutOutBody(node.NodeId, node.At))]),
            ApiJson.Default.ShutOutListBody);
    }

    /// <exception cref="ApiException">Keys cannot be used, no port is free, or too many nodes are revoked.</exception>
    private static async Task<T> OrUnavailableAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is IOException or KeyStoreException or InvalidOperationException)
        {
            throw Unavailable(e.Message);
        }
    }

    /// <summary>Where the network's nodes are dialled, this one first.</summary>
    private static ImmutableArray<NodeAddress> Contacts(NetworkStatus status) =>
    [
        .. status.Peers.Values.Select(peer => peer.Address).Prepend(status.Address).Distinct(StringComparer.Ordinal)
            .SelectMany(text => NodeAddress.TryParse(text, out var address) ? new[] { address } : []),
    ];

    /// <summary>Where no key is asked for, only who is on this machine may decide who comes in.</summary>
    private static void RequireTrusted(HttpContext context)
    {
        var asksForKeys = context.RequestServices.GetService<NodeSettings>() is { ApiKeys.AreAsked: true };
        if (asksForKeys || context.Connection.RemoteIpAddress is not { } from || IPAddress.IsLoopback(from)) return;
        throw new ApiException(
            StatusCodes.Status403Forbidden, "not_from_here",
            "Without a key (--api-key) this is answered to programs of this machine only.");
    }

    private static EnrolmentListener Listener(HttpContext context, NetworkStatus status, string command)
    {
        if (context.RequestServices.GetService<EnrolmentListener>() is { } listener) return listener;
        if (context.RequestServices.GetService<NetworkFolder>() is not { } folder) throw Unsecured(command);
        throw new ApiException(StatusCodes.Status409Conflict, "no_authority", Elsewhere(folder, status, command));
    }

    private static string Elsewhere(NetworkFolder folder, NetworkStatus status, string command)
    {
        var hosts = folder.File.Authority.Select(address => address[..address.LastIndexOf(':')]).Distinct(StringComparer.Ordinal).ToArray();
        var holder = status.Peers.FirstOrDefault(peer => hosts.Contains(peer.Value.Address[..peer.Value.Address.LastIndexOf(':')])).Key;
        var where = (holder, hosts) switch
        {
            ({ } node, _) => $"that is where node '{node}' runs ({string.Join(", ", hosts)})",
            (_, []) => "where that is, is not known here",
            _ => $"that is {string.Join(", ", hosts)}",
        };
        return $"this machine does not hold the key of network '{folder.Keys.Network}'s authority; the one that created the network does: "
            + $"{where}. Run 'hanzo {command}' there.";
    }

    private static ApiException Unsecured(string command) => new(
        StatusCodes.Status409Conflict, "unsecured",
        $"this node runs without network keys (--insecure, or the nuget runtime): 'hanzo {command}' has no meaning here.");

    private static ApiException Unavailable(string why) => new(StatusCodes.Status503ServiceUnavailable, "unavailable", why);
}
