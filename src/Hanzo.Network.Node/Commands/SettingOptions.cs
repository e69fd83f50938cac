using System.CommandLine;
using System.CommandLine.Parsing;
using Hanzo.Network.Node.Settings;

namespace Hanzo.Network.Node.Commands;

/// <summary>The settings of a node as options of a command.</summary>
internal sealed class SettingOptions
{
    private readonly List<(Setting Setting, Option Option)> _options = [];
    private readonly Option<string?> _listenAddress = new(SettingCatalog.ListenAddressFlag)
    {
        Description = "--bind and --listen-port in one.",
        HelpName = "ADDRESS:PORT",
    };

    public void AddTo(Command command)
    {
        foreach (var setting in SettingCatalog.All)
        {
            var option = Create(setting);
            _options.Add((setting, option));
            command.Add(option);
        }
        command.Add(_listenAddress);
    }

    /// <summary>The layer that the flags make.</summary>
    public SettingLayer Read(ParseResult parsed)
    {
        var layer = SettingLayer.Empty;
        if (parsed.GetValue(_listenAddress) is { } address)
        {
            var colon = address.LastIndexOf(':');
            if (colon != 0) layer = layer.With(SettingCatalog.Bind, colon < 0 ? address : address[..colon], _listenAddress.Name);
            if (colon >= 0) layer = layer.With(SettingCatalog.ListenPort, address[(colon + 1)..], _listenAddress.Name);
        }
        foreach (var (setting, option) in _options)
            if (parsed.GetResult(option) is { Implicit: false } result)
                layer = layer.With(setting, ValueOf(setting, result), result.IdentifierToken?.Value ?? setting.Flag);
        return layer;
    }

    private static string ValueOf(Setting setting, OptionResult result) =>
        setting.IsSwitch
            ? (result.GetValueOrDefault<bool>() ? SettingReader.On : "false")
            : string.Join(',', result.Tokens.Select(token => token.Value));

    private static Option Create(Setting setting)
    {
        if (setting.IsSwitch) return new Option<bool>(setting.Flag, setting.Aliases) { Description = setting.Help };
        Option option = setting.Many
            ? new Option<string[]>(setting.Flag, setting.Aliases) { Arity = ArgumentArity.OneOrMore }
            : new Option<string>(setting.Flag, setting.Aliases) { Arity = ArgumentArity.ExactlyOne };
        (option.Description, option.HelpName) = (setting.Help, setting.Value);
        return option;
    }
}
