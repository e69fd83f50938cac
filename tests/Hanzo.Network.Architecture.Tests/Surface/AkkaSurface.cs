using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Hanzo.Network.Architecture.Tests.Surface;

/// <summary>What an assembly uses of Akka's API: the types it names, the members it calls, overrides and implements.</summary>
internal static class AkkaSurface
{
    public static SortedSet<string> Of(Assembly assembly)
    {
        var used = new SortedSet<string>(StringComparer.Ordinal);
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var reader = file.GetMetadataReader();
        foreach (var handle in reader.TypeReferences)
            if (IsAkka(reader, handle)) used.Add(TypeNames.Of(reader, handle));
        foreach (var handle in reader.MemberReferences)
            if (Member(reader, reader.GetMemberReference(handle)) is { } member) used.Add(member);
        foreach (var type in assembly.GetTypes())
            used.UnionWith(Supplied(type));
        return used;
    }

    private static string? Member(MetadataReader reader, MemberReference member)
    {
        if (!IsAkka(reader, member.Parent)) return null;
        var name = $"{TypeNames.Of(reader, member.Parent)}.{reader.GetString(member.Name)}";
        if (member.GetKind() == MemberReferenceKind.Field) return name;
        var parameters = member.DecodeMethodSignature(TypeNames.Instance, null).ParameterTypes;
        return $"{name}({string.Join(", ", parameters)})";
    }

    /// <summary>Virtual members of Akka's types that <paramref name="type"/> overrides or implements.</summary>
    private static IEnumerable<string> Supplied(Type type)
    {
        const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (var method in type.GetMethods(Declared))
            if (method.GetBaseDefinition() is var original && original != method && IsAkka(original.DeclaringType!))
                yield return Supplied(original);
        if (type.IsInterface) yield break;
        foreach (var contract in type.GetInterfaces().Where(IsAkka))
            foreach (var pair in Pairs(type.GetInterfaceMap(contract)))
                if (pair.Target?.DeclaringType == type)
                    yield return Supplied(pair.Contract);
    }

    private static IEnumerable<(MethodInfo Contract, MethodInfo? Target)> Pairs(InterfaceMapping map) =>
        map.InterfaceMethods.Zip(map.TargetMethods, (contract, target) => (contract, (MethodInfo?)target));

    private static string Supplied(MethodInfo method)
    {
        var owner = method.DeclaringType!;
        var name = (owner.IsGenericType ? owner.GetGenericTypeDefinition() : owner).FullName;
        return $"{name}.{method.Name} supplied";
    }

    private static bool IsAkka(Type type) => IsAkka(type.Assembly.GetName().Name!);

    private static bool IsAkka(string assembly) => assembly == "Akka" || assembly.StartsWith("Akka.", StringComparison.Ordinal);

    private static bool IsAkka(MetadataReader reader, EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.AssemblyReference:
                return IsAkka(reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)handle).Name));
            case HandleKind.TypeReference:
                return IsAkka(reader, reader.GetTypeReference((TypeReferenceHandle)handle).ResolutionScope);
            case HandleKind.TypeSpecification:
                return GenericOwner(reader, (TypeSpecificationHandle)handle) is { IsNil: false } owner && IsAkka(reader, owner);
            default:
                return false;
        }
    }

    /// <summary>The generic type that <paramref name="handle"/> instantiates; nil for anything else. ECMA-335 II.23.2.14.</summary>
    private static EntityHandle GenericOwner(MetadataReader reader, TypeSpecificationHandle handle)
    {
        var blob = reader.GetBlobReader(reader.GetTypeSpecification(handle).Signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance) return default;
        blob.ReadByte();
        return blob.ReadTypeHandle();
    }
}
