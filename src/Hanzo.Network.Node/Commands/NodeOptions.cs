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
        Description = $"URL of the node to ask, or id of one on this machine; else what {NodeVariable} says.",
        HelpName = "URL|ID",
    };

    private readonly Option<string?> _network = Of(SettingCatalog.Network, "The network whose node on this machine is asked.");
    private readonly Option<string?> _data = Of(SettingCatalog.Data, SettingCatalog.Data.Help);
    private readonly Option<string?> _config = Of(SettingCatalog.Config, "The node's file of settings, for its network and data.");

    public void AddTo(Command command)
    {
        command.Add(_node);
        command.Add(_network);
        command.Add(_data);
        command.Add(_config);
    }

    /// <exception cref="NodeClientException">No such node is to be found, or the file of settings cannot be used.</exception>
    public NodeClient Connect(ParseResult parsed, IReadOnlyDictionary<string, string> variables)
    {
        var (written, problems) = SettingLoader.LoadWritten(Flags(parsed), variables, File.ReadAllText);
        if (problems.Length > 0)
        {
            var complaint = string.Join(' ', problems.Select(problem => problem.Message));
            throw new NodeClientException("bad_settings", complaint, isBadRequest: true);
        }

        var node = Filled(parsed.GetValue(_node)) ?? Filled(variables.GetValueOrDefault(NodeVariable));
        var root = DataRoot.Of(Filled(written[SettingCatalog.Data].Text));
        return new NodeClient(new NodeChoice(node, Filled(written[SettingCatalog.Network].Text), root).Find());
    }

    private SettingLayer Flags(ParseResult parsed)
    {
        (Setting Setting, Option<string?> Option)[] options =
            [(SettingCatalog.Network, _network), (SettingCatalog.Data, _data), (SettingCatalog.Config, _config)];
        return options.Aggregate(
            SettingLayer.Empty,
            (layer, next) => parsed.GetValue(next.Option) is { } text ? layer.With(next.Setting, text, next.Setting.Flag) : layer);
    }

    /// <summary>An empty text means "not set", as in every layer of settings.</summary>
    private static string? Filled(string? text) => text is { Length: > 0 } ? text : null;

    private static Option<string?> Of(Setting setting, string help) =>
        new(setting.Flag, setting.Aliases) { Description = help, HelpName = setting.Value };
}
