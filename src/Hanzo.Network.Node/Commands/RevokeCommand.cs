using System.CommandLine;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Output;

namespace Hanzo.Network.Node.Commands;

/// <summary><c>hanzo revoke NODE</c>: the network trusts a node no more.</summary>
internal static class RevokeCommand
{
    private static readonly Argument<string> Node = new("NODE") { Description = "The id of the node." };

    public static Command Create(CommandContext context)
    {
        var nodes = new NodeOptions();
        var command = new Command(
            "revoke", "Shut a node out of the network: all others refuse it, until it is invited again. On the machine that created it.")
        {
            Node,
        };
        nodes.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(Node) is { } id && !NodeIdRules.IsValid(id))
                result.AddError($"'{id}' is no node id; allowed: {NodeIdRules.AllowedForm}.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            using var node = nodes.Connect(parsed, context.Variables);
            var screen = context.Screen(parsed);
            var done = await new InviteClient(node).RevokeAsync(parsed.GetValue(Node)!, cancellation);
            if (screen.Json) screen.WriteJson(done, ApiJson.Default.RevocationBody);
            else screen.Line(Of(done));
            return ExitCode.Ok;
        });
        return command;
    }

    private static string Of(RevocationBody done)
    {
        var node = done.WasMember
            ? $"node {done.NodeId} is revoked and was removed from the network."
            : $"node {done.NodeId} is revoked; it is not part of the network now, and will be refused when it comes. Nodes that are "
                + "not here now hear of it when they are back."
                + (done.Hint is { } hint ? $" Did you mean '{hint}'?" : "");
        if (done.Unkept is { } problem)
            node += $" This machine could not keep that: it counts while this node runs, and keeping it is tried again. {problem}";
        return done.Everywhere ? node : $"{node} Not all other nodes have confirmed that they know; they hear of it by and by.";
    }
}
