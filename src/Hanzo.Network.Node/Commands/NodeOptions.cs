using System.CommandLine;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Local;
using Hanzo.Network.Node.Settings;

namespace Hanzo.Network.Node.Commands;

/// <summary>Which node a command asks.</summary>
internal sealed class NodeOptions
{
    private const string NodeVariable = "HANZO_NODE";

    private readonly Option<string?> _node = new("--node")
    {
        Description = "URL of the node to ask, or id of one on this machine.",
        HelpName = "URL|ID",
    };

    private readonly Option<string?> _network = Of(SettingCatalog.Network, "The network whose node on this machine is asked.");
    private readonly Option<string?> _data = Of(SettingCatalog.Data, SettingCatalog.Data.Help);

    public void AddTo(Command command)
    {
        command.Add(_node);
        command.Add(_network);
        command.Add(_data);
    }

    /// <exception cref="NodeClientException">No such node is to be found.</exception>
    public NodeClient Connect(ParseResult parsed, IReadOnlyDictionary<string, string> variables)
    {
        var root = DataRoot.Of(parsed.GetValue(_data) ?? variables.GetValueOrDefault(SettingCatalog.Data.Variable));
        var network = parsed.GetValue(_network) ?? variables.GetValueOrDefault(SettingCatalog.Network.Variable);
        return new NodeClient(new NodeChoice(parsed.GetValue(_node) ?? variables.GetValueOrDefault(NodeVariable), network, root).Find());
    }

    private static Option<string?> Of(Setting setting, string help) =>
        new(setting.Flag, setting.Aliases) { Description = help, HelpName = setting.Value };
}
