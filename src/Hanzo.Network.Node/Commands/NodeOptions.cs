using System.Collections.Immutable;
using System.CommandLine;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Keys;
using Hanzo.Network.Node.Local;
using Hanzo.Network.Node.Settings;

namespace Hanzo.Network.Node.Commands;

/// <summary>Which node a command asks.</summary>
internal sealed class NodeOptions
{
    private const string NodeVariable = "HANZO_NODE";

    private readonly Option<string?> _node = new("--node")
    {
        Description = $"URL of the node to ask, or id of one on this machine; else what {NodeVariable} says.",
        HelpName = "URL|ID",
    };

    private readonly SettingFlags _settings = new(
        (SettingCatalog.Network, "The network whose node on this machine is asked."),
        (SettingCatalog.Data, SettingCatalog.Data.Help),
        (SettingCatalog.Config, "The node's file of settings, for its network, data and key."),
        (SettingCatalog.ApiKey, "The node's key, where it asks for one."),
        (SettingCatalog.ApiKeyFile, "A file whose first key is sent."));

    public void AddTo(Command command)
    {
        command.Add(_node);
        _settings.AddTo(command);
    }

    /// <param name="byName">Of several on this machine none will do unless it is named.</param>
    /// <exception cref="NodeClientException">No such node is to be found, or the file of settings cannot be used.</exception>
    public NodeClient Connect(ParseResult parsed, IReadOnlyDictionary<string, string> variables, bool byName = false)
    {
        var (written, problems) = _settings.Read(parsed, variables);
        if (!problems.IsEmpty) throw new NodeClientException("bad_settings", string.Join(' ', problems), isBadRequest: true);
        var node = Filled(parsed.GetValue(_node)) ?? Filled(variables.GetValueOrDefault(NodeVariable));
        var root = DataRoot.Of(Filled(written[SettingCatalog.Data].Text));
        var url = new NodeChoice(node, Filled(written[SettingCatalog.Network].Text), root) { ByName = byName }.Find();
        return new NodeClient(url, KeyOf(written));
    }

    /// <exception cref="NodeClientException">The key or its file cannot be used.</exception>
    private static string? KeyOf(EffectiveSettings written)
    {
        var problems = ImmutableArray.CreateBuilder<SettingProblem>();
        var keys = KeySettings.Read(written, File.ReadAllText, problems);
        return problems.Count == 0
            ? keys.FirstOrDefault()
            : throw new NodeClientException("bad_settings", problems[0].Message, isBadRequest: true);
    }

    /// <summary>An empty text means "not set", as in every layer of settings.</summary>
    private static string? Filled(string? text) => text is { Length: > 0 } ? text : null;
}
