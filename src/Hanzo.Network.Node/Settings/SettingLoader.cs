using System.Collections.Immutable;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Node.Keys;

namespace Hanzo.Network.Node.Settings;

/// <param name="Settings">Null when there are problems.</param>
internal sealed record LoadedSettings(EffectiveSettings Values, NodeSettings? Settings, ImmutableArray<SettingProblem> Problems);

/// <summary>Flag over variable over configuration file over topology file over profile.</summary>
internal static class SettingLoader
{
    private const string Lan = "lan";

    /// <param name="joined">What is remembered of an invite, given what is written; null: nothing.</param>
    public static LoadedSettings Load(
        SettingLayer flags, IReadOnlyDictionary<string, string> variables, Func<string, string> readFile,
        Func<EffectiveSettings, SettingLayer>? joined = null)
    {
        var problems = ImmutableArray.CreateBuilder<SettingProblem>();
        var layers = WrittenLayers(flags, variables, readFile, problems);
        var (stated, topology) = TopologyLayer.Read(new EffectiveSettings(layers), readFile, problems);
        layers.Add(stated);
        if (joined is not null) layers.Add(joined(new EffectiveSettings(layers)));
        var profile = ChooseProfile(new EffectiveSettings(layers), problems);
        foreach (var name in profile == HoconProfiles.Base ? [HoconProfiles.Base] : new[] { profile, HoconProfiles.Base })
        {
            var (layer, unknown) = HoconLayer.Parse(HoconProfiles.Read(name), $"profile {name}");
            layers.Add(layer);
            problems.AddRange(unknown);
        }
        layers.Add(SettingLayer.Empty.With(SettingCatalog.Profile, profile, "default"));

        var values = new EffectiveSettings(layers);
        var keys = new ApiKeys(KeySettings.Read(values, readFile, problems));
        var settings = NodeSettingsBinder.Bind(values, profile, topology, keys, problems);
        return new LoadedSettings(values, problems.Count == 0 ? settings : null, problems.ToImmutable());
    }

    /// <summary>What somebody has written, without the defaults of a profile, for those who only look for a node.</summary>
    public static (EffectiveSettings Values, ImmutableArray<SettingProblem> Problems) LoadWritten(
        SettingLayer flags, IReadOnlyDictionary<string, string> variables, Func<string, string> readFile)
    {
        var problems = ImmutableArray.CreateBuilder<SettingProblem>();
        return (new EffectiveSettings(WrittenLayers(flags, variables, readFile, problems)), problems.ToImmutable());
    }

    private static List<SettingLayer> WrittenLayers(
        SettingLayer flags,
        IReadOnlyDictionary<string, string> variables,
        Func<string, string> readFile,
        ImmutableArray<SettingProblem>.Builder problems)
    {
        var spoken = new[] { flags, SettingLayer.FromVariables(variables) };
        return [.. spoken, ReadConfigFile(new EffectiveSettings(spoken), readFile, problems)];
    }

    private static SettingLayer ReadConfigFile(
        EffectiveSettings spoken, Func<string, string> readFile, ImmutableArray<SettingProblem>.Builder problems)
    {
        var path = spoken[SettingCatalog.Config];
        if (path.Text.Length == 0) return SettingLayer.Empty;
        try
        {
            var (layer, found) = HoconLayer.Parse(readFile(path.Text), $"file {path.Text}");
            problems.AddRange(found);
            return layer;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(SettingProblem.NotAllowed(SettingCatalog.Config, path, $"it cannot be read ({e.Message})"));
            return SettingLayer.Empty;
        }
    }

    private static string ChooseProfile(EffectiveSettings spoken, ImmutableArray<SettingProblem>.Builder problems)
    {
        var profile = spoken[SettingCatalog.Profile];
        var lan = spoken[SettingCatalog.Lan];
        var isLan = lan.Text == SettingReader.On;
        if (profile.Text.Length == 0) return isLan ? Lan : HoconProfiles.Base;
        if (isLan && profile.Text != Lan)
            problems.Add(SettingProblem.NotAllowed(SettingCatalog.Profile, profile, $"{lan.Origin} already chooses the profile 'lan'"));
        if (HoconProfiles.Names.Contains(profile.Text)) return profile.Text;
        problems.Add(SettingProblem.NotAllowed(SettingCatalog.Profile, profile, $"one of {string.Join(", ", HoconProfiles.Names)}"));
        return HoconProfiles.Base;
    }
}
