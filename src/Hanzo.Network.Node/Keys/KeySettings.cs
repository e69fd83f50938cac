using System.Collections.Immutable;
using Hanzo.Network.Node.Settings;

namespace Hanzo.Network.Node.Keys;

/// <summary>The keys that settings name: one by itself, those of a file, or both.</summary>
internal static class KeySettings
{
    /// <returns>The one given by itself first; empty: none are set, or they cannot be used.</returns>
    public static ImmutableArray<string> Read(
        EffectiveSettings values, Func<string, string> readFile, ImmutableArray<SettingProblem>.Builder problems)
    {
        var alone = values[SettingCatalog.ApiKey];
        if (alone.Text.Length > 0 && !ApiKeyRules.IsValid(alone.Text))
            problems.Add(SettingProblem.NotAllowed(SettingCatalog.ApiKey, alone, ApiKeyRules.AllowedForm));
        ImmutableArray<string> first = alone.Text.Length > 0 ? [alone.Text] : [];
        return [.. first, .. OfFile(values[SettingCatalog.ApiKeyFile], readFile, problems)];
    }

    private static ImmutableArray<string> OfFile(
        SettingValue file, Func<string, string> readFile, ImmutableArray<SettingProblem>.Builder problems)
    {
        if (file.Text.Length == 0) return [];
        try
        {
            var (keys, problem) = ApiKeyRules.KeysOf(readFile(file.Text));
            if (problem is not null) problems.Add(SettingProblem.NotAllowed(SettingCatalog.ApiKeyFile, file, problem));
            return keys;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(SettingProblem.NotAllowed(SettingCatalog.ApiKeyFile, file, $"it cannot be read ({e.Message})"));
            return [];
        }
    }
}
