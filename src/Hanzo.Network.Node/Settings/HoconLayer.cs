using System.Collections.Immutable;
using Akka.Configuration;

namespace Hanzo.Network.Node.Settings;

/// <summary>The <c>hanzo { }</c> section of a HOCON text as a layer. Its <c>akka { }</c> section is the cluster's affair.</summary>
internal static class HoconLayer
{
    public static (SettingLayer Layer, ImmutableArray<SettingProblem> Problems) Parse(string text, string origin)
    {
        var (section, error) = ReadSection(text, origin);
        if (error is not null) return (SettingLayer.Empty, [error]);

        var layer = SettingLayer.Empty;
        var problems = ImmutableArray.CreateBuilder<SettingProblem>();
        foreach (var (key, value) in section!.AsEnumerable())
        {
            var setting = SettingCatalog.Find(key);
            if (setting is null or { SelectsLayers: true })
                problems.Add(UnknownKey(key, origin));
            else
                layer = layer.With(setting, value.IsArray() ? string.Join(',', section.GetStringList(key)) : value.GetString(), origin);
        }
        return (layer, problems.ToImmutable());
    }

    private static (Config? Section, SettingProblem? Error) ReadSection(string text, string origin)
    {
        if (HoconBrackets.FirstProblem(text) is { } unpaired)
            return (null, new SettingProblem("config", $"{origin} is not HOCON: {unpaired}"));
        try
        {
            var config = ConfigurationFactory.ParseString(text);
            var section = config.HasPath(Setting.ConfigSection) ? config.GetConfig(Setting.ConfigSection) : Config.Empty;
            return (section, null);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return (null, new SettingProblem("config", $"{origin} is not HOCON: {e.Message}"));
        }
    }

    private static SettingProblem UnknownKey(string key, string origin)
    {
        var hint = Suggestion.For(key, SettingCatalog.All.Where(setting => !setting.SelectsLayers).Select(setting => setting.Name));
        var guess = hint is null ? "" : $"; did you mean '{Setting.ConfigSection}.{hint}'?";
        return new SettingProblem(key, $"{origin}: '{Setting.ConfigSection}.{key}' is not a setting{guess}");
    }
}
